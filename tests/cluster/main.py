"""Runs the checks named on the command line, or all."""
import argparse, sys

import release
import install, page, programs, agent, rollout, outage, external, trouble, users, docs  # in the order in which they run
import checks
from shell import NAMESPACE

arguments = argparse.ArgumentParser()
arguments.add_argument("--list", action="store_true")
arguments.add_argument("--quick", action="store_true")
arguments.add_argument("--delete-namespace", action="store_true")
arguments.add_argument("--may-begin", action="store_true")
arguments.add_argument("checks", nargs="*")
options = arguments.parse_args()

if options.list:
    for name, title, quick in checks.listed():
        print(f"  {name:18} {'(quick) ' if quick else ''}{title}")
    sys.exit()
unknown = set(options.checks) - {name for name, _, _ in checks.listed()}
if unknown:
    sys.exit(f"test-cluster: there is no check {', '.join(sorted(unknown))}; see scripts/test-cluster --list")
if not options.delete_namespace and release.is_somebodys():
    sys.exit(f"test-cluster: the namespace {NAMESPACE} was not made by these checks, which would delete it with everything in it; if that"
             " is what you want: scripts/test-cluster --delete-namespace")
if options.may_begin:
    sys.exit()
passed, failed, skipped = checks.run(options.checks, options.quick)
if skipped:
    others = [name for name, _, quick in checks.listed() if name not in options.checks and (options.checks or not quick)]
    print(f"\nSKIPPED, for they take long; `scripts/test-cluster` runs them all: {', '.join(others)}" if options.quick
          else f"\nSKIPPED, for only some were asked for: {', '.join(others)}")
print("\nFigures:\n" + "\n".join(f"  {row}" for row in checks.Figures.rows))
print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(failed > 0)
