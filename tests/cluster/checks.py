"""The list of checks, and what a check reports."""
import sys, time, traceback

from shell import Failure

_checks = []


def check(title, quick=False):
    """Registers a check. They run in the order in which they are written; `quick` ones are CI's."""
    def register(function):
        _checks.append((function.__name__, title, quick, function))
        return function
    return register


def listed():
    return [(name, title, quick) for name, title, quick, _ in _checks]


class Figures:
    """Figures that were measured, for the table in the end."""
    rows = []

    @classmethod
    def add(cls, what, value, unit="", limit=None, aim=None):
        """Fails above the user's own limit; misses of our tighter aim are flagged."""
        flag = f"  MISSED our aim of {aim}" if aim is not None and value > aim else ""
        bounds = f"  (limit {limit}" + (f", aim {aim})" if aim is not None else ")") if limit is not None else ""
        cls.rows.append(f"{what}: {value:.2f} {unit}{bounds}{flag}" if isinstance(value, float) else f"{what}: {value} {unit}{bounds}{flag}")
        print(f"      {cls.rows[-1]}", flush=True)
        if limit is not None and value > limit:
            raise Failure(f"{what} is {value}, above the limit of {limit} {unit}")


def say(text):
    """A figure in words, kept for the table."""
    Figures.rows.append(text)
    print(f"      {text}", flush=True)


def run(wanted, quick_only):
    """Runs checks one after another and answers how many passed, failed and were left out."""
    passed, failed, skipped = 0, 0, 0
    for name, title, quick, function in _checks:
        if (wanted and name not in wanted) or (quick_only and not quick and not wanted):
            skipped += 1
            continue
        print(f"  ... {name}: {title}", flush=True)
        begun = time.monotonic()
        try:
            function()
        except Failure as failure:
            failed += 1
            print(f"FAILED {name} after {time.monotonic() - begun:.0f} s: {failure}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED {name} after {time.monotonic() - begun:.0f} s:\n{traceback.format_exc()}", flush=True)
        else:
            passed += 1
            print(f"passed {name} in {time.monotonic() - begun:.0f} s", flush=True)
        sys.stdout.flush()
    return passed, failed, skipped
