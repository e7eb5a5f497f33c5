import unittest

from world import MINIKUBE, Deploy, pod, pods

# Of the image that world.py lays out.
TAG = "e413c4907066"


class Order(Deploy):
    def test_builds_loads_and_installs_in_this_order(self):
        result = self.deploy()
        self.works(result, "todo-app is at http://todo.local")
        self.assertEqual([call for call in result.calls if call.startswith(("docker build ", "docker tag", "minikube image load", "helm upgrade"))], [
            f"docker build --tag todo-app:dev {self.repository}",
            f"docker tag todo-app:dev todo-app:{TAG}",
            f"minikube image load todo-app:{TAG} --profile minikube",
            f"helm upgrade --install todo-app {self.repository}/helm/todo-app --namespace todo --create-namespace "
            f"--set-string image.tag={TAG} --values - --atomic --timeout 5m",
        ])

    def test_the_same_image_is_not_loaded_again(self):
        self.deploy()
        result = self.deploy()
        self.works(result, f"minikube has todo-app:{TAG} already")
        self.assertEqual(result.called("minikube image load"), [])
        self.assertEqual(len(result.called("helm upgrade")), 1)

    def test_another_content_has_another_tag(self):
        self.deploy()
        self.image("fedcba9876543210")
        self.assertNotIn(f"image.tag={TAG} ", self.upgrade())

    def test_a_commit_that_changes_no_content_has_the_same_tag(self):
        self.image("0123456789abcdef", Labels={"org.opencontainers.image.revision": "another"})
        self.assertIn(f"image.tag={TAG} ", self.upgrade())

    def test_the_image_is_told_of_which_commit_it_is(self):
        self.answer("git -C * describe *", "0123abc-dirty\n")
        self.assertIn(" --build-arg REVISION=0123abc-dirty ", self.deploy().called("docker build ")[0])

    def test_helm_4_has_another_flag_for_rolling_back(self):
        self.helm("v4.0.1+g12500dd")
        upgrade = self.upgrade()
        self.assertIn(" --rollback-on-failure ", upgrade)
        self.assertNotIn("--atomic", upgrade)

    def test_arguments_go_to_helm(self):
        upgrade = self.upgrade("--set", "backend.replicas=3", "--namespace=other", "--timeout", "90s", "--", "--timeout", "1m")
        self.assertIn(" --namespace other ", upgrade)
        self.assertTrue(upgrade.endswith(" --timeout 90s --set backend.replicas=3 --timeout 1m"), upgrade)

    def test_paths_count_from_where_the_person_is(self):
        self.answer("helm upgrade *", run='pwd >"$WORLD/where"; cat >/dev/null')
        self.works(self.deploy("--values", "mine.yaml", folder=self.folder / "home"))
        self.assertEqual((self.folder / "where").read_text().strip(), str(self.folder / "home"))

    def test_build_arguments_are_passed_on(self):
        build = self.deploy(BUILD_ARGS="A=1 B=2", DOCKER_BUILD_ARGS="--network host", TAG="v7").called("docker build ")
        self.assertEqual(build, [f"docker build --tag todo-app:v7 --build-arg A=1 --build-arg B=2 --network host {self.repository}"])

    def test_a_tag_of_the_persons_own_is_always_loaded(self):
        self.deploy(TAG="v7")
        result = self.deploy(TAG="v7")
        self.assertEqual(result.called("minikube image load"), ["minikube image load todo-app:v7 --profile minikube"])
        self.assertIn("image.tag=v7 ", result.called("helm upgrade")[0])

    def test_skip_build_takes_the_last_image(self):
        result = self.deploy("--skip-build")
        self.works(result)
        self.assertEqual(result.called("docker build "), [])
        self.assertIn(f"image.tag={TAG} ", result.called("helm upgrade")[0])

    def test_another_docker_can_be_named(self):
        other = (self.folder / "bin" / "docker").rename(self.folder / "home" / "docker")
        self.works(self.deploy(DOCKER=str(other)))

    def test_help(self):
        self.works(self.deploy("--help"), "LOAD_COMMAND", "--skip-build")


class Clusters(Deploy):
    def test_kind(self):
        self.context("kind-dev")
        result = self.deploy()
        self.works(result)
        self.assertEqual(result.called("kind"), [f"kind load docker-image todo-app:{TAG} --name dev"])
        self.assertEqual(result.called("minikube"), [])

    def test_minikube_under_another_name(self):
        self.context("work")
        self.answer("kubectl config view *", MINIKUBE)
        self.assertEqual(self.deploy().called("minikube image load"), [f"minikube image load todo-app:{TAG} --profile work"])

    def test_any_other_with_a_command_of_its_own(self):
        self.context("lab")
        result = self.deploy(LOAD_COMMAND="load-image into lab")
        self.works(result, "todo-app is at http://todo.local")
        self.assertEqual(result.called("load-image"), [f"load-image into lab todo-app:{TAG}"])

    def test_any_other_without_one_is_refused(self):
        self.context("production")
        self.fails(self.deploy(), "neither minikube nor kind", "LOAD_COMMAND")


class Prerequisites(Deploy):
    def test_programs_that_are_not_installed(self):
        for program in ("docker", "helm", "kubectl"):
            self.without(program)
            self.fails(self.deploy(), f"{program} is not installed:", "https://")

    def test_minikube_is_not_installed(self):
        self.without("minikube")
        self.fails(self.deploy(), "minikube is not installed:")

    def test_dockers_daemon_does_not_run(self):
        self.answer("docker version *", stderr="Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n", code=1)
        self.fails(self.deploy(), "systemctl start docker", "Docker Desktop")

    def test_docker_may_not_be_used(self):
        self.answer("docker version *", stderr="permission denied while trying to connect to the Docker daemon socket\n", code=1)
        self.fails(self.deploy(), "usermod -aG docker")

    def test_helm_is_too_old(self):
        for version in ("Client: v2.17.0+ga690bad", "v3.4.2+g23dd3af"):
            self.helm(version)
            self.fails(self.deploy(), "is too old: version 3.10 or newer")

    def test_there_is_no_cluster(self):
        self.answer("kubectl config current-context", stderr="error: current-context is not set\n", code=1)
        self.fails(self.deploy(), "kubectl knows no cluster", "scripts/minikube-setup.sh")

    def test_the_cluster_does_not_answer(self):
        self.answer("kubectl get --raw *", stderr="The connection to the server 192.168.49.2:8443 was refused - did you specify the right host or port?\n", code=1)
        for state, cure in (("Stopped/Stopped/Stopped", "minikube is not running: start it with scripts/minikube-setup.sh"),
                            ("Running/Paused/Configured", "minikube unpause"),
                            ("Running/Running/Misconfigured", "minikube update-context"),
                            ('🤷  Profile "minikube" not found. Run "minikube profile list" to view all profiles.', "no minikube cluster 'minikube' any more")):
            self.answer("minikube status *", state + "\n", code=85)
            self.fails(self.deploy(), cure)
        self.context("kind-dev")
        self.fails(self.deploy(), "docker start dev-control-plane")
        self.context("lab")
        self.fails(self.deploy(), "the cluster of the context 'lab' does not answer", "refused")

    def test_a_release_is_stuck(self):
        for status, cure in (("pending-upgrade", "helm rollback todo-app --namespace todo"), ("pending-rollback", "helm rollback todo-app"),
                             ("pending-install", "helm uninstall todo-app --namespace todo")):
            self.answer("helm status *", f"NAME: todo-app\nSTATUS: {status}\n")
            self.fails(self.deploy(), "interrupted half-way", cure)


class Image(Deploy):
    def test_the_build_fails(self):
        self.answer("docker build *", stderr="error: could not compile\n", code=1)
        result = self.deploy()
        self.fails(result, "could not compile", "the image could not be built", "--network host", starts_nothing=False)
        self.assertEqual(result.called("helm upgrade"), [])

    def test_docker_has_no_buildx(self):
        self.answer("docker build *", stderr="ERROR: BuildKit is enabled but the buildx component is missing or broken.\n", code=1)
        self.answer("docker buildx version", code=1)
        self.fails(self.deploy(), "docker-buildx-plugin", starts_nothing=False)

    def test_there_is_none_to_take(self):
        self.answer("docker image inspect *", stderr="Error: No such image\n", code=1)
        self.fails(self.deploy("--skip-build"), "no image todo-app:dev", "without --skip-build")

    def test_it_does_not_arrive_although_minikube_says_so(self):
        self.answer("minikube image load *")
        result = self.deploy()
        self.fails(result, "did not arrive in minikube", "df -h", starts_nothing=False)
        self.assertEqual(result.called("helm upgrade"), [])

    def test_it_does_not_arrive_in_kind(self):
        self.context("kind-dev")
        self.answer("kind load *", stderr='ERROR: no nodes found for cluster "dev"\n', code=1)
        self.fails(self.deploy(), 'no nodes found for cluster "dev"', "kind get clusters", starts_nothing=False)

    def test_the_persons_command_fails(self):
        self.answer("load-image *", stderr="no room\n", code=1)
        self.fails(self.deploy(LOAD_COMMAND="load-image"), "no room", "LOAD_COMMAND failed", starts_nothing=False)


class Release(Deploy):
    def fails_with(self, said, *sentences, status="NAME: todo-app\nSTATUS: deployed\n", **variables):
        self.answer("helm upgrade *", stderr=said + "\n", code=1, run='cat >/dev/null; looks "${HELM_TAKES:-0}"')
        self.answer("helm status *", status, code=0 if status else 1)
        result = self.deploy(**variables)
        self.fails(result, said, *sentences, starts_nothing=False)
        return result

    def test_helms_errors_are_explained(self):
        for said, cure in (
            ("Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress", "helm rollback"),
            ("Error: values don't meet the specifications of the schema(s) in the following chart(s):", "helm/todo-app/values.yaml explains"),
            ("Error: Unable to continue with install: Secret \"app-secrets\" in namespace \"todo\" exists and cannot be imported into the current release: invalid ownership metadata", "is not Helm's"),
            ('Error: admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: host "todo.local" and path "/" is already defined in ingress default/todo-ingress', "another ingress has this host"),
            ("Error: secrets is forbidden: User \"ada\" cannot list resource", "ask for the rights"),
            ("Error: UPGRADE FAILED: release todo-app failed, and has been rolled back due to atomic being set: timed out waiting for the condition", "--timeout 10m"),
            ("Release todo-app has been cancelled.\nError: UPGRADE FAILED: context canceled", "it was interrupted"),
            ("Error: unknown flag: --wibble", "helm upgrade --help"),
        ):
            with self.subTest(said):
                self.fails_with(said, cure, "The release before serves on.")

    def test_a_first_installation_leaves_nothing(self):
        self.fails_with("Error: release todo-app failed, and has been uninstalled due to atomic being set: context deadline exceeded", "Nothing was left installed.", status="")

    def test_the_cause_is_told_while_helm_waits(self):
        self.answer("kubectl get pods *", pods(pod(phase="Pending", conditions=[("PodScheduled", "False", "0/1 nodes are available: 1 Insufficient memory.")])))
        result = self.fails_with("Error: UPGRADE FAILED: context deadline exceeded", "the causes and their cures are above", HELM_TAKES="8")
        self.assertLess(result.output.index("1 Insufficient memory."), result.output.index("UPGRADE FAILED"))

    def test_progress_is_shown(self):
        self.answer("kubectl get pods *", pods(pod(conditions=[("Ready", "True", "")])))
        self.answer("kubectl get pods *", pods(pod(phase="Pending")), times=2)
        result = self.deploy(HELM_TAKES="6")
        self.works(result)
        self.assertRegex(result.output, r"\d s  backend-5d8-abcde  ready\n")


class Ingress(Deploy):
    def test_the_default_class_is_left_alone(self):
        self.assertNotIn("className", self.upgrade())
        self.assertNotIn("ingress", self.values())

    def test_the_only_class_is_taken_unless_the_person_names_another(self):
        self.answer("kubectl get ingressclasses *", "nginx \n")
        for arguments in ((), ("--set", "ingress.className=mine"), ("--set=ingress.className=mine",), ("--values", "mine.yaml")):
            upgrade = self.upgrade(*arguments)
            self.assertEqual(self.values()["ingress"], {"className": "nginx"})
            # What comes later, and any --set, wins over a file of values.
            self.assertNotIn("className=nginx", upgrade)
            self.assertTrue(upgrade.partition(" --values - ")[2].endswith(" ".join(("", *arguments))), upgrade)

    def test_several_classes_and_none_is_the_default(self):
        self.answer("kubectl get ingressclasses *", "nginx \ntraefik \n")
        self.assertNotIn("choose one", self.deploy("--values", "mine.yaml").output)
        self.answer("kubectl get ingress *rules*", "todo.local ")
        self.works(self.deploy(), "choose one (nginx traefik ) with --set ingress.className=NAME", "port-forward")

    def test_there_is_no_controller(self):
        self.answer("kubectl get ingressclasses *", "")
        self.answer("kubectl get ingress *rules*", "todo.local ")
        result = self.deploy()
        self.works(result, "no ingress controller (no IngressClass)", "scripts/minikube-setup.sh", "kubectl --namespace todo port-forward service/frontend-svc")
        self.assertEqual(result.called("curl"), [])


class Address(Deploy):
    def test_the_name_is_known(self):
        self.works(self.deploy(), "todo-app is at http://todo.local\n")

    def test_only_the_address_answers(self):
        self.answer("curl *", code=6)
        self.answer("curl *--resolve todo.local:80:192.168.49.2 *")
        self.works(self.deploy(), 'echo "192.168.49.2 todo.local" | sudo tee -a /etc/hosts')

    def test_the_ingress_names_its_address(self):
        self.context("lab")
        self.answer("kubectl get ingress *loadBalancer*", "10.1.2.3\n")
        self.answer("curl *", code=6)
        self.answer("curl *--resolve todo.local:80:10.1.2.3 *")
        self.works(self.deploy(LOAD_COMMAND="true"), "10.1.2.3 todo.local")

    def test_a_driver_that_needs_a_tunnel(self):
        self.answer("uname *", "Darwin\n")
        self.answer("curl *", code=7)
        result = self.deploy()
        self.works(result, "minikube tunnel --profile minikube", "port-forward service/frontend-svc")
        self.assertEqual(result.called("minikube ip"), [])

    def test_nothing_answers_on_kind(self):
        self.context("kind-dev")
        self.answer("curl *", code=7)
        self.works(self.deploy(), "extraPortMappings", "port-forward")

    def test_there_is_no_ingress(self):
        self.answer("kubectl get ingress *rules*", stderr="not found\n", code=1)
        self.works(self.deploy("--set", "ingress.enabled=false"), "todo-app is at http://localhost:", "port-forward")


if __name__ == "__main__":
    unittest.main()
