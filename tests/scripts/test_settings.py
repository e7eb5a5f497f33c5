import unittest

from world import SECRETS, Deploy, pod, pods


class Secrets(Deploy):
    def test_reach_helm_from_the_environment(self):
        self.works(self.deploy(**SECRETS, OPENAI_BASE_URL="https://models.example.com/v1", OPENAI_MODEL="small"))
        self.assertEqual(self.values(), {
            "secrets": {"databaseUrl": SECRETS["DATABASE_URL"], "migrationDatabaseUrl": SECRETS["MIGRATION_DATABASE_URL"],
                        "jwtSecret": SECRETS["JWT_SECRET"], "openaiApiKey": SECRETS["OPENAI_API_KEY"]},
            "config": {"openaiBaseUrl": "https://models.example.com/v1", "openaiModel": "small"},
        })

    def test_are_in_no_file_meanwhile_and_what_files_there_are_is_closed(self):
        self.works(self.deploy(**SECRETS))
        self.assertEqual((self.folder / "open-files").read_text(), "")
        for secret in SECRETS.values():
            self.assertNotIn(secret, (self.folder / "files").read_text())

    def test_reach_helm_from_a_file(self):
        self.env_file(f"""# A comment
            export JWT_SECRET="{SECRETS['JWT_SECRET']}"   # with a word
            OPENAI_API_KEY = '{SECRETS['OPENAI_API_KEY']}'
            OPENAI_MODEL=small # fast
            DATABASE_URL={SECRETS['DATABASE_URL']}\r
            SOMETHING_ELSE=$(touch {self.folder}/was-run)""")
        self.works(self.deploy())
        self.assertEqual(self.values(), {
            "secrets": {"databaseUrl": SECRETS["DATABASE_URL"], "jwtSecret": SECRETS["JWT_SECRET"], "openaiApiKey": SECRETS["OPENAI_API_KEY"]},
            "config": {"openaiModel": "small"},
        })
        self.assertFalse((self.folder / "was-run").exists())

    def test_the_environment_wins_over_the_file_even_when_it_is_empty(self):
        self.env_file(f"DATABASE_URL={SECRETS['DATABASE_URL']}\nOPENAI_MODEL=small\n")
        self.works(self.deploy(DATABASE_URL="", OPENAI_MODEL="large"))
        self.assertEqual(self.values(), {"secrets": {}, "config": {"openaiModel": "large"}})

    def test_none_are_needed(self):
        self.works(self.deploy())
        self.assertEqual(self.values(), {"secrets": {}, "config": {}})

    def test_are_blotted_out_of_what_helm_and_pods_say(self):
        self.answer("helm upgrade *", f"Error: '{SECRETS['DATABASE_URL']}' does not match pattern\n", code=1, run="cat >/dev/null; looks 3")
        self.answer("kubectl get pods *", pods(pod(container={"state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": {"terminated": {"exitCode": 1}}})))
        self.answer("kubectl logs *", f"todo-app: {SECRETS['JWT_SECRET']} is not good\n")
        self.fails(self.deploy(**SECRETS), "'[secret]' does not match", "todo-app: [secret] is not good", starts_nothing=False)

    def test_an_open_file_is_mentioned(self):
        self.env_file("OPENAI_MODEL=small\n", mode=0o644)
        self.works(self.deploy(), "chmod 600 .env")

    def env_file(self, text, mode=0o600):
        file = self.repository / ".env"
        file.write_text(text)
        file.chmod(mode)


class BadSettings(Deploy):
    def refuses(self, variable, value, *sentences):
        result = self.deploy(**{variable: value})
        self.fails(result, *sentences)
        self.assertNotIn(value, result.output)

    def test_a_key_that_is_none(self):
        for value in ("sk-...", "your-api-key", "YOUR_API_KEY_HERE", "<the-key>", "changeme"):
            self.refuses("OPENAI_API_KEY", value, "OPENAI_API_KEY is only an example")
        self.refuses("OPENAI_API_KEY", "sk-short", "OPENAI_API_KEY is not a key of OpenAI's", "OPENAI_BASE_URL")
        self.refuses("OPENAI_API_KEY", "sk-0123456789abcd efghij", "OPENAI_API_KEY has a blank")

    def test_another_service_has_keys_of_another_shape(self):
        self.works(self.deploy(OPENAI_API_KEY="ollama", OPENAI_BASE_URL="http://models.example.com/v1"))

    def test_a_database_that_pods_cannot_use(self):
        self.refuses("DATABASE_URL", "sqlite:data/todo.db", "SQLite", "throwaway")
        self.refuses("DATABASE_URL", "mysql://me@host/todo", "postgres://user:password@host/database")
        for host in ("localhost:5432", "127.0.0.1", "[::1]:5432"):
            self.refuses("DATABASE_URL", f"postgres://me:pass@{host}/todo", "the pod itself", "host.minikube.internal")

    def test_a_secret_that_is_too_short(self):
        self.refuses("JWT_SECRET", "shortish", "at least 32", "openssl rand -hex 32")

    def test_a_model_address_that_is_none(self):
        self.refuses("OPENAI_BASE_URL", "api.example.com/v1", "OPENAI_BASE_URL does not begin with http")

    def test_a_malformed_file_is_explained_without_showing_its_lines(self):
        file = self.repository / ".env"
        file.touch(0o600)
        for text, sentence in (("OPENAI_MODEL=a\nhunter24 and more\n", ".env, line 2, is not NAME=value"),
                               ("JWT_SECRET=\"hunter24\n", ".env, line 1: the value of JWT_SECRET begins with a quote")):
            file.write_text(text)
            result = self.deploy()
            self.fails(result, sentence)
            self.assertNotIn("hunter24", result.output)


if __name__ == "__main__":
    unittest.main()
