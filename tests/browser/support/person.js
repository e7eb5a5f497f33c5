// People with an account, made through the API: only the tests of signing up click through its form.

import { randomBytes } from "node:crypto";

export const PASSWORD = "correct horse battery";

/** Somebody who has no account yet. */
export function someone(name = "Ada Lovelace") {
  return { name, email: `${randomBytes(6).toString("hex")}@example.com`, password: PASSWORD };
}

/** Somebody with an account, signed in; `server` may be a gate. */
export class Person {
  static async join(server, { name, timeZone = "UTC" } = {}) {
    const person = new Person();
    Object.assign(person, someone(name), { server });
    await person.enter("sign-up", { timeZone });
    return person;
  }

  /** Signs in once more, as another device would. */
  async elsewhere() {
    const other = Object.assign(new Person(), this);
    await other.enter("sign-in");
    return other;
  }

  async enter(door, more = {}) {
    const { name, email, password } = this;
    const response = await this.fetch(`/api/auth/${door}/email`, "POST", { name, email, password, ...more });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${door}: ${response.status} ${JSON.stringify(answer)}`);
    this.token = answer.token;
    const [cookie, value] = response.headers.getSetCookie()[0].split(";")[0].split(/=(.*)/s);
    this.cookie = { name: cookie, value };
  }

  fetch(path, method = "GET", body) {
    return fetch(this.server.direct + path, {
      method,
      headers: {
        ...(body && { "Content-Type": "application/json" }),
        ...(this.token && { Authorization: `Bearer ${this.token}` }),
      },
      body: body && JSON.stringify(body),
    });
  }

  async call(path, method, body) {
    const response = await this.fetch(path, method, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text && JSON.parse(text);
  }

  /** All tasks, or those that a query selects. */
  tasks(query = "") {
    return this.call(`/api/me/tasks${query}`);
  }

  /** Creates tasks from titles or bodies, in this order. */
  async has(...tasks) {
    const made = [];
    for (const task of tasks) {
      made.push(await this.call("/api/me/tasks", "POST", typeof task === "string" ? { title: task } : task));
    }
    return made;
  }

  /** Says something to the assistant. */
  says(message, conversation_id) {
    return this.call("/api/me/chat", "POST", { message, conversation_id });
  }
}
