// Every page in a state worth looking at: for what has to hold everywhere.

import { composer, messages } from "./browser.js";
import { sees } from "./wait.js";

/** A title without a place to break, as long as they come. */
export const UNBROKEN = "Donaudampfschifffahrtsgesellschaft".repeat(6).slice(0, 200);

/** Somebody with tasks of all kinds and a conversation that says them. */
export async function furnish(person) {
  const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString();
  await person.has(
    { title: "Water the plants", description: "The ones on the balcony,\nand the cactus.", tags: ["home", "balcony"] },
    { title: "Prepare the talk", priority: "high", due_at: day(2), recurrence: "FREQ=WEEKLY;BYDAY=MO,TH", tags: ["work"] },
    { title: "Pay rent", priority: "low", due_at: day(-3), recurrence: "FREQ=MONTHLY" },
    { title: UNBROKEN, description: UNBROKEN, tags: [UNBROKEN.slice(0, 40)], due_at: day(0) },
  );
  const { conversation_id } = await person.says("add call mom tomorrow at 5pm");
  for (const words of ["show me all my tasks", "mark call mom as done", `add ${UNBROKEN.slice(0, 150)}`, "flurb the gnarl"]) {
    await person.says(words, conversation_id);
  }
  await person.says("delete all my tasks", conversation_id);
  await person.call(`/api/me/conversations/${conversation_id}`, "PATCH", { title: UNBROKEN.slice(0, 80) });
  return { conversation_id };
}

const heading = (name) => (page) => sees(page.getByRole("heading", { name, level: 1 }));

/** Each page: who looks at it, where it is, and how to get it into its state. */
export const screens = [
  { name: "sign-in", path: "/sign-in", ready: heading("Welcome back") },
  {
    name: "sign-in refused",
    path: "/sign-in",
    ready: async (page) => {
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await sees(page.getByText("Please enter your password."));
    },
  },
  {
    name: "sign-up",
    path: "/sign-up",
    ready: async (page) => {
      await page.getByRole("button", { name: "Create account" }).click();
      await sees(page.getByText("Please use at least 8 characters."));
    },
  },
  { name: "chat, empty", who: "newcomer", path: "/chat", ready: (page) => sees(page.getByRole("list", { name: "Suggestions" })) },
  {
    name: "chat with messages",
    who: "owner",
    path: ({ conversation_id }) => `/chat/${conversation_id}`,
    ready: async (page) => {
      await sees(messages(page).getByText("delete all my tasks"));
      await composer(page).fill(UNBROKEN);
    },
  },
  { name: "tasks, empty", who: "newcomer", path: "/tasks", ready: (page) => sees(page.getByText("All clear")) },
  { name: "tasks", who: "owner", path: "/tasks", ready: (page) => sees(page.getByRole("checkbox", { name: "Completed: Water the plants" })) },
  {
    name: "tasks, editing",
    who: "owner",
    path: "/tasks",
    ready: async (page) => {
      await page.getByRole("button", { name: "Edit Prepare the talk" }).click();
      await sees(page.getByRole("form", { name: "Edit task" }));
      await page.getByRole("button", { name: "Details" }).click();
    },
  },
  {
    name: "tasks, deleting",
    who: "owner",
    path: "/tasks",
    ready: async (page) => {
      await page.getByRole("button", { name: `Delete ${UNBROKEN}` }).click();
      await sees(page.getByRole("dialog"));
    },
  },
  { name: "history", who: "owner", path: "/history", ready: (page) => sees(page.getByText("Offline assistant, in the chat").first()) },
  { name: "history, empty", who: "newcomer", path: "/history", ready: (page) => sees(page.getByText("Nothing was done yet")) },
  {
    name: "account",
    who: "owner",
    path: "/account",
    ready: (page) => sees(page.getByText("This device")),
  },
  { name: "not found", who: "owner", path: "/nothing/here", ready: (page) => sees(page.getByText("There is nothing at this address")) },
];
