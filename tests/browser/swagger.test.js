// The API's own page.

import assert from "node:assert/strict";
import { check, join, start } from "./support/browser.js";
import { sees } from "./support/wait.js";

start();

/** Opens the page, authorizes as this person, and executes an operation; answers what Swagger UI shows then. */
async function tryOut(visit, person, operationId, fill) {
  const page = await visit("/api/docs");

  await page.getByRole("button", { name: "Authorize" }).first().click();
  // Swagger UI names little for screen readers; these classes and ids are what its own tests use.
  const dialog = page.locator(".modal-ux");
  await dialog.getByRole("textbox").first().fill(person.token);
  await dialog.getByRole("button", { name: /^(Apply credentials|Authorize)$/ }).first().click();
  await dialog.getByRole("button", { name: "Close" }).last().click();

  const operation = page.locator(`[id$='${operationId}']`);
  await operation.getByRole("button").first().click();
  await operation.getByRole("button", { name: /try it out/i }).click();
  await fill(operation);
  await operation.getByRole("button", { name: "Execute" }).click();
  const live = operation.locator(".live-responses-table .response");
  await sees(live.or(operation.getByText("Please correct the following validation errors")).first());
  return (await live.count()) ? live.first().innerText() : "refused by Swagger UI";
}

const parameter = (operation, name) => operation.locator(`[data-param-name="${name}"]`);

check("Swagger UI works from this server alone: authorize, try it out, execute", async (visit) => {
  const ada = await join();
  await ada.has({ title: "Call mom", tags: ["family"] }, "Pay rent");
  const answer = await tryOut(visit, ada, "listTasks", async (operation) => {
    await parameter(operation, "user_id").getByRole("textbox").fill("me");
    await parameter(operation, "tag").getByRole("button", { name: /add string item/i }).click();
    await parameter(operation, "tag").getByRole("textbox").fill("family");
  });
  assert.match(answer, /^200\b/);
  assert.match(answer, /Call mom/);
  assert.doesNotMatch(answer, /Pay rent/);
});

check("Swagger UI asks for nothing that may be left out", async (visit) => {
  const ada = await join();
  await ada.has("Call mom");
  const answer = await tryOut(visit, ada, "listTasks", (operation) =>
    parameter(operation, "user_id").getByRole("textbox").fill("me"),
  );
  assert.match(answer, /^200\b/);
});
