import unittest

from world import Test, pod, pods


class Setup(Test):
    def setup(self, *arguments, **more):
        return self.run_script("minikube-setup.sh", *arguments, **more)

    def there_is_no_minikube_yet(self):
        self.answer("minikube status *", '🤷  Profile "minikube" not found. Run "minikube profile list" to view all profiles.\n', code=85)


class Cluster(Setup):
    def test_a_new_one_is_started_with_enough(self):
        self.there_is_no_minikube_yet()
        result = self.setup()
        self.works(result, "with 4 CPUs and 8192mb of memory", "Next: scripts/deploy-local.sh")
        self.assertEqual(result.called("minikube start"), ["minikube start --cpus 4 --memory 8192mb --profile minikube"])

    def test_a_machine_with_less_is_told_and_still_used(self):
        self.there_is_no_minikube_yet()
        self.answer("docker info *NCPU*", "2 6442450944\n")
        result = self.setup()
        self.works(result, "only 2 of the 4 CPUs", "only 6144 MB", "minikube gets 5120 MB")
        self.assertEqual(result.called("minikube start"), ["minikube start --cpus 2 --memory 5120mb --profile minikube"])

    def test_a_machine_with_too_little_is_refused(self):
        self.there_is_no_minikube_yet()
        for info, sentence in (("1 16777216000", "docker has 1 CPU"), ("4 2147483648", "docker has 2048 MB of memory")):
            self.answer("docker info *NCPU*", info + "\n")
            self.fails(self.setup(), sentence, "Settings, Resources")

    def test_flags_and_variables_decide(self):
        self.there_is_no_minikube_yet()
        self.answer("docker info *NCPU*", "1 2147483648\n")
        started = self.setup("--cpus", "3", "--memory=6g", "--driver", "kvm2", "--", "--kubernetes-version", "v1.36.0").called("minikube start")
        self.assertEqual(started, ["minikube start --kubernetes-version v1.36.0 --cpus 3 --memory 6g --driver kvm2 --profile minikube"])
        self.context("work")
        started = self.setup(MINIKUBE_CPUS="2", MINIKUBE_MEMORY="4g", MINIKUBE_PROFILE="work").called("minikube start")
        self.assertEqual(started, ["minikube start --cpus 2 --memory 4g --profile work"])

    def test_one_that_runs_is_left_alone(self):
        result = self.setup()
        self.works(result, "minikube runs already")
        self.assertEqual(result.called("minikube start"), [])

    def test_one_that_is_stopped_keeps_its_size(self):
        self.answer("minikube status *", "Stopped/Stopped/Stopped\n", code=7)
        self.assertEqual(self.setup().called("minikube start"), ["minikube start --profile minikube"])

    def test_one_that_is_paused_goes_on(self):
        self.answer("minikube status *", "Running/Paused/Configured\n", code=2)
        self.answer("minikube unpause *")
        self.assertEqual(self.setup().called("minikube unpause"), ["minikube unpause --profile minikube"])

    def test_a_small_one_is_mentioned(self):
        self.profile(Driver="docker", CPUs=2, Memory=1900)
        self.works(self.setup(), "2 CPUs and 1900 MB", "minikube delete")

    def test_kubectl_is_pointed_at_it(self):
        self.context("elsewhere")
        self.answer("kubectl config use-context *")
        self.assertEqual(self.setup().called("kubectl config use-context"), ["kubectl config use-context minikube"])

    def test_why_it_did_not_start(self):
        self.there_is_no_minikube_yet()
        for said, cure in (
            ("Exiting due to RSRC_INSUFFICIENT_CORES: Requested cpu count 4 is greater than the available cpus of 2", "--cpus and --memory"),
            ("Exiting due to RSRC_OVER_ALLOC_MEM: Requested memory allocation 8192MB is more than your system limit 7859MB.", "--cpus and --memory"),
            ("Exiting due to RSRC_DOCKER_STORAGE: Docker is out of disk space!", "docker system prune"),
            ("Exiting due to PROVIDER_DOCKER_NOT_RUNNING: \"docker version\" exit status 1", "systemctl start docker"),
            ("Exiting due to PROVIDER_DOCKER_NEWGRP: permission denied", "usermod -aG docker"),
            ('Exiting due to DRV_AS_ROOT: The "docker" driver should not be used with root privileges.', "--force"),
            ("Exiting due to DRV_NOT_HEALTHY: Found driver(s) but none were healthy.", "minikube.sigs.k8s.io/docs/drivers"),
            ("Exiting due to GUEST_DRIVER_MISMATCH: The existing cluster was created using the kvm2 driver", "minikube delete --profile minikube"),
            ("Bind for 0.0.0.0:8443 failed: port is already allocated", "a port that minikube wants is taken"),
            ("Exiting due to INET_CACHE_KUBECTL: Failed to cache kubectl", "check the network"),
            ("Exiting due to GUEST_PROVISION: something odd", "minikube logs --profile minikube --problems"),
        ):
            with self.subTest(said):
                self.answer("minikube start *", stderr=said + "\n", code=80)
                self.fails(self.setup(), said, "minikube did not start:", cure, starts_nothing=False)


class Prerequisites(Setup):
    def test_all_programs_that_are_missing_are_named_at_once(self):
        self.without("minikube", "kubectl", "helm", "docker")
        self.fails(self.setup(), *(f"{program} is not installed:" for program in ("docker", "minikube", "kubectl", "helm")), "brew install minikube")

    def test_docker_does_not_run(self):
        self.answer("docker version *", stderr="Cannot connect to the Docker daemon\n", code=1)
        self.fails(self.setup(), "systemctl start docker")

    def test_an_argument_that_is_none(self):
        self.fails(self.setup("--wibble"), "no argument '--wibble'")
        self.fails(self.setup("--cpus"), "--cpus needs a value")

    def test_help(self):
        self.works(self.setup("--help"), "--memory", "MINIKUBE_DRIVER")


class Ingress(Setup):
    def enabled(self, result):
        return [call.split()[3] for call in result.called("minikube addons enable")]

    def test_traefik_where_minikube_has_it(self):
        result = self.setup()
        self.assertEqual(self.enabled(result), ["traefik"])
        self.assertEqual(result.called("kubectl --namespace kube-system rollout status"), ["kubectl --namespace kube-system rollout status deployment/traefik --timeout 300s"])

    def test_else_ingress(self):
        self.addons(ingress="disabled")
        result = self.setup()
        self.assertEqual(self.enabled(result), ["ingress"])
        self.assertEqual(len(result.called("kubectl --namespace ingress-nginx rollout status deployment/ingress-nginx-controller")), 1)

    def test_one_that_is_on_stays(self):
        self.addons(traefik="disabled", ingress="enabled")
        result = self.setup()
        self.works(result)
        self.assertEqual(self.enabled(result), [])
        self.assertEqual(len(result.called("kubectl --namespace ingress-nginx rollout status")), 1)

    def test_both_are_on(self):
        self.addons(traefik="enabled", ingress="enabled")
        self.fails(self.setup(), "both want port 80", "minikube addons disable ingress")

    def test_there_is_none(self):
        self.addons()
        self.fails(self.setup(), "no ingress addon")

    def test_it_cannot_be_switched_on(self):
        self.answer("minikube addons enable *", stderr="Exiting due to MK_ADDON_ENABLE\n", code=10)
        self.fails(self.setup(), "MK_ADDON_ENABLE", "check the network", "minikube addons enable ingress")

    def test_its_port_is_taken(self):
        self.answer("kubectl get pods *", pods(pod("traefik-6b5-x9z2k", phase="Pending", conditions=[
            ("PodScheduled", "False", "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.")])))
        self.answer("kubectl *rollout status *", stderr="error: timed out waiting for the condition\n", code=1, run="looks 8")
        self.fails(self.setup(), "didn't have free ports", "minikube addons disable ingress", "the ingress controller does not run")


class Hosts(Setup):
    LINE = "192.168.49.2\ttodo.local\n"

    def test_without_a_person_the_line_is_printed(self):
        self.works(self.setup(), "Add this line", self.LINE)
        self.assertEqual(self.hosts.read_text(), "127.0.0.1\tlocalhost\n")

    def test_a_person_is_asked(self):
        self.works(self.setup(answer="n"), "with sudo)? [y/N]", "Add this line")
        self.assertNotIn("todo.local", self.hosts.read_text())
        self.works(self.setup(answer="y"), "todo.local leads to 192.168.49.2 now")
        self.assertEqual(self.hosts.read_text(), "127.0.0.1\tlocalhost\n" + self.LINE)

    def test_a_second_time_nothing_is_asked_or_written(self):
        self.setup("--yes")
        before = self.hosts.read_text()
        result = self.setup(answer="y")
        self.works(result, "todo.local leads to 192.168.49.2 already")
        self.assertNotIn("[y/N]", result.output)
        self.assertEqual(self.hosts.read_text(), before)

    def test_an_old_address_is_replaced_and_all_else_kept(self):
        self.hosts.write_text("# mine: todo.local\n127.0.0.1 localhost todo.local # loop\n192.168.49.9\ttodo.local\n10.0.0.1 not-todo.local\n")
        self.works(self.setup("--yes"))
        self.assertEqual(self.hosts.read_text(), "# mine: todo.local\n127.0.0.1 localhost # loop\n10.0.0.1 not-todo.local\n" + self.LINE)

    def test_sudo_is_only_used_where_it_is_needed(self):
        self.assertEqual(self.setup("--yes").called("sudo"), [])

    def test_no_hosts(self):
        result = self.setup("--no-hosts", answer="y")
        self.works(result, self.LINE)
        self.assertNotIn("[y/N]", result.output)

    def test_dockers_own_network_cannot_be_reached_from_macos_and_windows(self):
        self.answer("uname *", "Darwin\n")
        result = self.setup("--yes")
        self.works(result, "minikube tunnel --profile minikube")
        self.assertIn("127.0.0.1\ttodo.local\n", self.hosts.read_text())
        self.assertEqual(result.called("minikube ip"), [])

    def test_nor_with_docker_desktop_on_linux(self):
        self.answer("docker info *OperatingSystem*", "Docker Desktop []\n")
        self.works(self.setup(), "minikube tunnel", "127.0.0.1\ttodo.local")

    def test_nor_in_wsl(self):
        self.works(self.setup(WSL_DISTRO_NAME="Debian"), "minikube tunnel", r"C:\Windows\System32\drivers\etc\hosts")

    def test_a_virtual_machine_can_be_reached(self):
        self.answer("uname *", "Darwin\n")
        self.profile(Driver="vfkit", CPUs=4, Memory=8192)
        result = self.setup()
        self.works(result, self.LINE)
        self.assertNotIn("tunnel", result.output)

    def test_a_tunnel_that_runs_already_is_not_asked_for(self):
        self.answer("uname *", "Darwin\n")
        self.answer("pgrep *", "4711\n")
        self.assertNotIn("Leave this running", self.setup().output)


if __name__ == "__main__":
    unittest.main()
