// Waiting for what will be so soon, without sleeping longer than needed.

/** Asks again until `check` no longer throws; its last error otherwise. */
export async function eventually(check, milliseconds = 15_000) {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Waits until something is visible, and gives it back. */
export async function sees(locator) {
  await locator.waitFor();
  return locator;
}

/** Waits until something is not visible any more. */
export async function gone(locator) {
  await locator.waitFor({ state: "hidden" });
}

/** Waits until something has the focus. */
export async function focused(locator) {
  await eventually(async () => {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    throw new Error(`${locator} does not have the focus`);
  });
}

/** Tells the page that the person came back to it, for which it fetches what is on screen. */
export const comeBack = (page) => page.evaluate(() => dispatchEvent(new Event("focus")));
