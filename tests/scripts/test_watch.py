import json, os, signal, subprocess, time, unittest

from world import Test, pod, pods

BUNYAN = {"name": "todo-app", "hostname": "x", "pid": 1, "v": 0}


class Watch(Test):
    def watch(self, *states, takes=8, code=0, **more):
        """Runs something that takes a while; `states` are what is seen at one look after the other, the last one for ever."""
        self.answer("kubectl get pods *", states[-1])
        for state in reversed(states[:-1]):
            self.answer("kubectl get pods *", state, times=1)
        return self.run_script("watch-pods", "todo", "app=x", "bash", "-c", f"looks {takes}; exit {code}", **more)

    def explains(self, state, *sentences, takes=8):
        result = self.watch(state, takes=takes)
        for sentence in sentences:
            self.assertIn(sentence, result.output)
        return result


class Changes(Watch):
    def test_there_is_a_line_for_each(self):
        ready = [("Ready", "True", "")]
        result = self.watch(pods(), pods(pod(phase="Pending")), pods(pod()), pods(pod(conditions=ready)), pods(pod(conditions=ready, deletionTimestamp="now")), pods())
        seen = [line.split(" s  ")[1] for line in result.output.splitlines()]
        self.assertEqual(seen, [f"backend-5d8-abcde  {state}" for state in ("starting", "runs, not ready yet", "ready", "stopping", "gone")])

    def test_what_was_there_before_is_no_change(self):
        self.assertEqual(self.watch(pods(pod(conditions=[("Ready", "True", "")]))).output, "")

    def test_the_commands_exit_code_is_passed_on(self):
        self.assertEqual(self.watch(pods(), takes=0, code=3).code, 3)

    def test_a_cluster_that_does_not_answer_for_a_while_is_no_change(self):
        self.answer("kubectl get pods *", code=1)
        self.works(self.run_script("watch-pods", "todo", "app=x", "sleep", "0.1"))

    def test_a_command_that_is_not_there(self):
        self.fails(self.run_script("watch-pods", "todo", "app=x", "wibble"), "wibble cannot be run: No such file")

    def test_an_interruption_leaves_the_command_its_time(self):
        self.answer("kubectl get pods *", pods())
        # No program in the foreground: Bash forgets an interruption that one which just ends did not die of.
        rolls_back = "trap 'kill $!; sleep 0.1; echo rolled back; exit 1' INT; sleep 60 >/dev/null 2>&1 & : >\"$WORLD/begun\"; wait"
        process = subprocess.Popen([self.repository / "scripts" / "watch-pods", "todo", "app=x", "bash", "-c", rolls_back], start_new_session=True, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   env={"PATH": f"{self.folder}/bin:{self.folder}/tools", "WORLD": str(self.folder), "WATCH_INTERVAL": "0.02"})
        deadline = time.monotonic() + 20
        while not (self.folder / "begun").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=20)
        self.assertEqual((output, process.returncode), ("rolled back\n", 1))


class Causes(Watch):
    def unschedulable(self, reason):
        return pods(pod(phase="Pending", conditions=[("PodScheduled", "False", reason)]))

    def waiting(self, reason, message=None, last=None, **more):
        state = {"state": {"waiting": {"reason": reason, **({"message": message} if message else {})}}}
        return pods(pod(container={**state, **({"lastState": {"terminated": last}} if last else {})}, **more))

    def test_no_room(self):
        reason = "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. preemption: 0/1 nodes are available."
        self.explains(self.unschedulable(reason), reason, "--set backend.replicas=1", "scripts/minikube-setup.sh --cpus 4 --memory 8g")

    def test_no_volume(self):
        self.explains(self.unschedulable("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims."), "kubectl get storageclass", "postgres.persistence.enabled=false")

    def test_a_node_that_is_not_well(self):
        self.explains(self.unschedulable("0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }."), "disk-pressure", "kubectl describe nodes")

    def test_what_passes_by_itself_is_no_trouble(self):
        result = self.watch(self.unschedulable("pod has unbound immediate PersistentVolumeClaims"), pods(pod(conditions=[("Ready", "True", "")])), takes=10)
        self.assertNotIn("Cause", result.output)

    def test_our_image_is_not_loaded(self):
        for reason in ("ErrImageNeverPull", "ErrImagePull", "ImagePullBackOff"):
            self.explains(self.waiting(reason, 'Back-off pulling image "todo-app:dev"'), 'Back-off pulling image "todo-app:dev"', "LOAD_COMMAND")

    def test_another_image_cannot_be_downloaded(self):
        self.explains(self.waiting("ImagePullBackOff", image="postgres:17", component="postgres"), "postgres:17 is not in the cluster", "check its network")

    def test_a_secret_is_missing(self):
        self.explains(self.waiting("CreateContainerConfigError", 'secret "mine" not found'), 'secret "mine" not found', "secrets.existing")

    def test_a_crash_shows_the_end_of_the_log(self):
        self.answer("kubectl logs *", json.dumps({**BUNYAN, "level": 30, "msg": "listening"}) + "\ntodo-app: JWT_SECRET has 5 characters\n")
        result = self.explains(pods(pod(container={"state": {"terminated": {"exitCode": 2, "reason": "Error"}}})),
                               "Its log says:\n           todo-app: JWT_SECRET has 5 characters\n", "openssl rand -hex 32")
        self.assertNotIn("listening", result.output)

    def test_a_crash_shows_the_log_of_before_when_there_is_no_other(self):
        self.answer("kubectl logs *", "unable to retrieve container logs for containerd://1")
        self.answer("kubectl logs backend-5d8-abcde *--previous *", "todo-app: DATABASE_URL is not an address: write postgres://user:password@host/database\n")
        self.explains(self.waiting("CrashLoopBackOff", last={"exitCode": 1, "reason": "Error"}), "exit code 1", "todo-app: DATABASE_URL is not an address", "Check DATABASE_URL")

    def test_a_crash_without_a_log_says_how_to_find_more(self):
        self.answer("kubectl logs *")
        self.explains(self.waiting("CrashLoopBackOff", last={"exitCode": 1, "reason": "Error"}), "(Error, exit code 1).\n", "kubectl --namespace todo logs backend-5d8-abcde --previous")

    def test_too_little_memory_in_the_pod(self):
        self.explains(self.waiting("CrashLoopBackOff", last={"exitCode": 137, "reason": "OOMKilled"}), "more memory than its limit", "backend.resources.limits.memory")

    def test_an_image_for_another_processor(self):
        self.answer("kubectl logs *")
        self.explains(self.waiting("CrashLoopBackOff", last={"exitCode": 255, "reason": "StartError", "message": "exec /todo-app: exec format error"}), "another kind of processor")

    def test_a_database_that_is_not_reached(self):
        record = {**BUNYAN, "level": 40, "event": "database_unavailable", "error": "password authentication failed for user \"ada\"", "msg": "no database yet"}
        self.answer("kubectl logs *", (json.dumps(record) + "\n") * 5)
        result = self.explains(pods(pod()), 'no database yet: password authentication failed for user "ada"', "refuses the user or password of DATABASE_URL", takes=18)
        self.assertEqual(result.output.count("no database yet"), 1)

    def test_a_backend_that_waits_for_the_throwaway_database_is_no_trouble(self):
        result = self.watch(pods(pod(), pod("postgres-0", component="postgres")), takes=18)
        self.assertNotIn("backend", result.output)

    def test_pods_of_one_deployment_are_explained_once(self):
        trouble = {"container": {"state": {"waiting": {"reason": "ErrImagePull"}}}}
        result = self.explains(pods(pod("backend-5d8-abcde", **trouble), pod("backend-5d8-fghij", **trouble), pod("frontend-1a2-abcde", **trouble)))
        self.assertEqual(result.output.count("Cause:"), 2)

    def test_the_cluster_makes_no_pods(self):
        self.answer("kubectl get events *reason=FailedCreate*", json.dumps({"items": [{"message": 'pods "backend-" is forbidden: exceeded quota'}]}))
        self.explains(pods(), "exceeded quota", "--namespace NAME")

    def test_a_volume_that_does_not_come(self):
        self.answer("kubectl get events *involvedObject.name=backend-5d8-abcde*", json.dumps({"items": [{"message": "MountVolume.SetUp failed"}]}))
        self.explains(pods(pod(phase="Pending")), "MountVolume.SetUp failed", "describe pod backend-5d8-abcde", takes=18)


if __name__ == "__main__":
    unittest.main()
