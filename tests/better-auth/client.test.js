// Everything that contracts ask of /api/auth, through the client that pages and programs use with it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browser, data, PASSWORD, program, refusal, someone } from "./people.js";
import { databases, start } from "./server.js";

for (const [name, database] of Object.entries(databases)) {
  describe(`better-auth on ${name}`, { concurrency: true }, () => {
    let server;
    before(async () => (server = await start(database)));
    after(() => server?.stop());

    const newcomer = async (make = program) => {
      const person = someone();
      const { client, ...rest } = make(server.origin);
      const { user, token } = data(await client.signUp.email(person));
      return { person, client, user, session: token, ...rest };
    };
    // Another device of the same person.
    const elsewhere = async (person, password = PASSWORD) => {
      const other = program(server.origin);
      data(await other.client.signIn.email({ email: person.email, password }));
      return other;
    };
    const isSignedIn = async ({ client }) => data(await client.getSession()) !== null;

    test("signs up, and is signed in", async () => {
      const { person, client, user, session, token } = await newcomer();
      assert.equal(user.name, person.name);
      assert.equal(user.email, person.email.toLowerCase());
      assert.equal(user.emailVerified, false);
      assert.ok(user.createdAt instanceof Date && user.updatedAt instanceof Date);
      assert.equal(session, token());

      const now = data(await client.getSession());
      assert.equal(now.user.id, user.id);
      assert.equal(now.session.userId, user.id);
      assert.equal(now.session.token, session);
      assert.equal(now.session.expiresAt - now.session.createdAt, 7 * 86_400_000);
    });

    test("reads null instead of a session when signed out", async () => {
      assert.equal(data(await program(server.origin).client.getSession()), null);
    });

    test("refuses a second account with the same address", async () => {
      const { person } = await newcomer();
      const again = program(server.origin).client.signUp.email({ ...person, email: person.email.toUpperCase() });
      assert.deepEqual(refusal(await again), [422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"]);
    });

    test("refuses what is no address or password", async () => {
      const { client } = program(server.origin);
      const signUp = async (change) => refusal(await client.signUp.email({ ...someone(), ...change }));
      assert.deepEqual(await signUp({ email: "ada" }), [400, "VALIDATION_ERROR"]);
      assert.deepEqual(await signUp({ name: undefined }), [400, "VALIDATION_ERROR"]);
      assert.deepEqual(await signUp({ password: "short" }), [400, "PASSWORD_TOO_SHORT"]);
      assert.deepEqual(await signUp({ password: "x".repeat(129) }), [400, "PASSWORD_TOO_LONG"]);
    });

    test("signs in with the right password only", async () => {
      const { person, user } = await newcomer();
      const { client, token } = program(server.origin);
      const wrong = await client.signIn.email({ email: person.email, password: "not the password" });
      assert.deepEqual(refusal(wrong), [401, "INVALID_EMAIL_OR_PASSWORD"]);
      const unknown = await client.signIn.email({ email: someone().email, password: PASSWORD });
      assert.deepEqual(refusal(unknown), [401, "INVALID_EMAIL_OR_PASSWORD"]);
      const malformed = await client.signIn.email({ email: "ada", password: PASSWORD });
      assert.deepEqual(refusal(malformed), [400, "INVALID_EMAIL"]);
      assert.equal(token(), undefined);

      const answer = data(await client.signIn.email({ email: person.email, password: PASSWORD }));
      assert.equal(answer.redirect, false);
      assert.equal(answer.user.id, user.id);
      assert.equal(answer.token, token());

      const goOn = await client.signIn.email({ email: person.email, password: PASSWORD, callbackURL: "/tasks" });
      assert.deepEqual([data(goOn).redirect, data(goOn).url], [true, "/tasks"]);
      const leave = await client.signIn.email({ email: person.email, password: PASSWORD, callbackURL: "https://evil.example" });
      assert.deepEqual(refusal(leave), [403, "INVALID_CALLBACK_URL"]);
    });

    test("gets a token that the rest of the API takes", async () => {
      const { client, user } = await newcomer();
      const { token } = data(await client.token());
      const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
      assert.equal(claims.sub, user.id);
      assert.equal(claims.email, user.email);
      assert.equal(claims.name, user.name);
      assert.equal(claims.exp - claims.iat, 15 * 60);

      const tasks = await fetch(`${server.origin}/api/${user.id}/tasks`, { headers: { Authorization: `Bearer ${token}` } });
      assert.deepEqual([tasks.status, await tasks.json()], [200, []]);
      assert.deepEqual(data(await client.$fetch("/jwks")), { keys: [] });
    });

    test("gets no token when signed out", async () => {
      assert.deepEqual(refusal(await program(server.origin).client.token()), [401, "UNAUTHORIZED"]);
    });

    test("updates the user", async () => {
      const { client } = await newcomer();
      assert.deepEqual(data(await client.updateUser({ name: "Ada Lovelace", timeZone: "Asia/Karachi" })), { status: true });
      const { user } = data(await client.getSession());
      assert.deepEqual([user.name, user.timeZone], ["Ada Lovelace", "Asia/Karachi"]);
      const nothing = await client.$fetch("/update-user", { method: "POST", body: {} });
      assert.deepEqual(refusal(nothing), [400, "NO_FIELDS_TO_UPDATE"]);
      assert.deepEqual(refusal(await client.updateUser({ email: someone().email })), [400, "EMAIL_CAN_NOT_BE_UPDATED"]);
    });

    test("changes the password and leaves other sessions alone", async () => {
      const { person, client, session, token } = await newcomer();
      const other = await elsewhere(person);
      const wrong = await client.changePassword({ currentPassword: "not the password", newPassword: "another good one" });
      assert.deepEqual(refusal(wrong), [400, "INVALID_PASSWORD"]);
      const short = await client.changePassword({ currentPassword: PASSWORD, newPassword: "short" });
      assert.deepEqual(refusal(short), [400, "PASSWORD_TOO_SHORT"]);

      const answer = data(await client.changePassword({ currentPassword: PASSWORD, newPassword: "another good one" }));
      assert.equal(answer.token, null);
      assert.equal(token(), session);
      assert.ok(await isSignedIn(other));
      const before = await client.signIn.email({ email: person.email, password: PASSWORD });
      assert.deepEqual(refusal(before), [401, "INVALID_EMAIL_OR_PASSWORD"]);
      await elsewhere(person, "another good one");
    });

    test("changes the password and signs out everywhere else", async () => {
      const { person, client, session, token } = await newcomer();
      const other = await elsewhere(person);
      const change = { currentPassword: PASSWORD, newPassword: "another good one", revokeOtherSessions: true };
      const answer = data(await client.changePassword(change));
      assert.notEqual(answer.token, session);
      assert.equal(token(), answer.token);
      assert.ok(await isSignedIn({ client }));
      assert.ok(!(await isSignedIn(other)));
    });

    test("lists sessions and revokes one of them", async () => {
      const { person, client, session } = await newcomer();
      const other = await elsewhere(person);
      const sessions = data(await client.listSessions());
      assert.equal(sessions.length, 2);
      assert.ok(sessions.every((listed) => listed.expiresAt instanceof Date && listed.ipAddress === "127.0.0.1"));
      // Others' tokens are not in the list, only handles that serve to revoke them.
      assert.ok(!sessions.some((listed) => listed.token === other.token()));

      const [foreign] = sessions.filter((listed) => listed.token !== session);
      assert.deepEqual(data(await client.revokeSession({ token: foreign.token })), { status: true });
      assert.ok(!(await isSignedIn(other)));
      assert.ok(await isSignedIn({ client }));
      assert.deepEqual(data(await client.revokeSession({ token: "unknown" })), { status: true });
    });

    test("does not revoke a stranger's session", async () => {
      const [ada, eve] = [await newcomer(), await newcomer()];
      const [listed] = data(await ada.client.listSessions());
      for (const token of [listed.id, listed.token]) data(await eve.client.revokeSession({ token }));
      assert.ok(await isSignedIn(ada));
    });

    test("revokes the other sessions", async () => {
      const { person, client } = await newcomer();
      const others = [await elsewhere(person), await elsewhere(person)];
      assert.deepEqual(data(await client.revokeOtherSessions()), { status: true });
      assert.deepEqual(await Promise.all(others.map(isSignedIn)), [false, false]);
      assert.ok(await isSignedIn({ client }));
    });

    test("revokes all sessions", async () => {
      const { person, client } = await newcomer();
      const other = await elsewhere(person);
      assert.deepEqual(data(await client.revokeSessions()), { status: true });
      assert.deepEqual(await Promise.all([isSignedIn({ client }), isSignedIn(other)]), [false, false]);
      assert.deepEqual(refusal(await client.listSessions()), [401, "UNAUTHORIZED"]);
    });

    test("deletes the account", async () => {
      const { person, client } = await newcomer();
      assert.deepEqual(refusal(await client.deleteUser({ password: "not the password" })), [400, "INVALID_PASSWORD"]);
      assert.equal(data(await client.deleteUser({ password: PASSWORD })).success, true);
      assert.ok(!(await isSignedIn({ client })));
      const gone = await client.signIn.email({ email: person.email, password: PASSWORD });
      assert.deepEqual(refusal(gone), [401, "INVALID_EMAIL_OR_PASSWORD"]);
      data(await client.signUp.email(person));
    });

    test("deletes a fresh account without the password", async () => {
      const { client } = await newcomer();
      assert.equal(data(await client.deleteUser()).success, true);
      assert.ok(!(await isSignedIn({ client })));
    });

    test("signs out, even twice", async () => {
      const { client } = await newcomer();
      assert.deepEqual(data(await client.signOut()), { success: true });
      assert.ok(!(await isSignedIn({ client })));
      assert.deepEqual(data(await client.signOut()), { success: true });
    });

    test("does the same with cookies", async () => {
      const { person, client, user, cookies } = await newcomer(browser);
      assert.deepEqual([...cookies.keys()], ["better-auth.session_token"]);
      assert.equal(data(await client.getSession()).user.id, user.id);
      assert.ok(data(await client.token()).token);
      data(await client.updateUser({ name: "Countess" }));
      assert.equal(data(await client.getSession()).user.name, "Countess");

      const before = cookies.get("better-auth.session_token");
      const change = { currentPassword: PASSWORD, newPassword: "another good one", revokeOtherSessions: true };
      data(await client.changePassword(change));
      assert.notEqual(cookies.get("better-auth.session_token"), before);
      assert.equal(data(await client.getSession()).user.id, user.id);

      data(await client.signOut());
      assert.equal(cookies.size, 0);
      assert.equal(data(await client.getSession()), null);
      data(await client.signIn.email({ email: person.email, password: "another good one", rememberMe: false }));
      assert.equal(data(await client.listSessions()).length, 1);
      data(await client.deleteUser());
      assert.equal(cookies.size, 0);
    });
  });
}
