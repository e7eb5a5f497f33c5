import unittest

from world import MINIKUBE, Test


class Teardown(Test):
    def setUp(self):
        super().setUp()
        self.answer("helm status *", "NAME: todo-app\nSTATUS: deployed\n")
        self.answer("helm uninstall *", 'release "todo-app" uninstalled\n', run='touch "$WORLD/uninstalled"')
        self.answer("kubectl get persistentvolumeclaims *", "persistentvolumeclaim/data-postgres-0\n")
        self.answer("kubectl get secrets *", "secret/app-secrets\n")
        self.answer("kubectl get namespace todo *", "namespace/todo\n")
        self.answer("kubectl api-resources --namespaced --verbs=list *", "configmaps\nendpoints\nevents\npods\nhttproutes.gateway.networking.k8s.io\n"
                    "controllerrevisions.apps\nevents.events.k8s.io\npods.metrics.k8s.io\n")
        self.answer(f"{self.NEIGHBOURS} *", "configmap/kube-root-ca.crt\nserviceaccount/default\n")
        self.answer("kubectl wait *")
        self.answer("kubectl delete *")
        self.answer("minikube stop *")
        self.answer("minikube delete *")

    def teardown(self, *arguments, **more):
        return self.run_script("teardown.sh", *arguments, **more)

    def changes(self, result):
        return [call for call in result.calls if call.startswith(("helm uninstall", "kubectl delete", "minikube stop", "minikube delete"))]

    NEIGHBOURS = "kubectl get configmaps,pods,httproutes.gateway.networking.k8s.io"
    UNINSTALL = ["helm uninstall todo-app --namespace todo --wait --timeout 2m", "kubectl delete pod todo-app-test --namespace todo --ignore-not-found"]
    DELETE_DATA = "kubectl delete persistentvolumeclaim/data-postgres-0 secret/app-secrets --namespace todo --timeout 120s"
    DELETE_NAMESPACE = "kubectl delete namespace todo --timeout 120s"


class Data(Teardown):
    def test_a_person_is_asked_and_told_what_would_be_lost(self):
        result = self.teardown(answer="y")
        self.works(result, "Delete all tasks in the throwaway PostgreSQL, the Secret app-secrets (its keys) and the namespace todo, too? It cannot be had back. [y/N]")
        self.assertEqual(self.changes(result), [*self.UNINSTALL, self.DELETE_DATA, self.DELETE_NAMESPACE])

    def test_data_is_deleted_only_when_no_pod_uses_it_any_more(self):
        calls = self.teardown("--yes").calls
        wait = "kubectl wait pods --for delete --selector app.kubernetes.io/instance=todo-app --namespace todo --timeout 90s"
        self.assertLess(calls.index(self.UNINSTALL[0]), calls.index(wait))
        self.assertLess(calls.index(wait), calls.index(self.DELETE_DATA))

    def test_anything_but_yes_keeps_it(self):
        for answer in ("", "n", "Y es", "maybe"):
            result = self.teardown(answer=answer)
            self.works(result, "Kept: all tasks", "scripts/teardown.sh --delete-data")
            self.assertEqual(self.changes(result), self.UNINSTALL)

    def test_without_a_person_and_a_flag_nothing_happens(self):
        self.fails(self.teardown(), "nobody is here to be asked", "--delete-data or --keep-data")

    def test_flags_answer(self):
        self.assertEqual(self.changes(self.teardown("--keep-data")), self.UNINSTALL)
        for flag in ("--delete-data", "--yes"):
            self.assertEqual(self.changes(self.teardown(flag)), [*self.UNINSTALL, self.DELETE_DATA, self.DELETE_NAMESPACE])
        self.fails(self.teardown("--keep-data", "--yes"), "cannot both be meant")

    def test_a_namespace_with_something_else_stays(self):
        for neighbour in ("pod/neighbour", "httproute.gateway.networking.k8s.io/neighbour", "serviceaccount/robot"):
            self.answer(f"{self.NEIGHBOURS} *", f"configmap/kube-root-ca.crt\nserviceaccount/default\n{neighbour}\n")
            result = self.teardown("--yes")
            self.works(result, "The namespace todo stays", neighbour)
            self.assertNotIn(self.DELETE_NAMESPACE, result.calls)

    def test_a_namespace_that_cannot_be_looked_through_stays(self):
        for call in (f"{self.NEIGHBOURS} *", "kubectl api-resources *"):
            self.answer(call, "configmap/kube-root-ca.crt\n", stderr="Error from server (Forbidden): pods is forbidden\n", code=1)
            result = self.teardown("--yes")
            self.works(result, "pods is forbidden", "The namespace todo stays, for it cannot be seen what else is in it")
            self.assertEqual(self.changes(result), [*self.UNINSTALL, self.DELETE_DATA])

    def test_a_secret_of_that_name_that_is_not_ours_stays(self):
        self.assertEqual(self.teardown("--yes").called("kubectl get secrets"), ["kubectl get secrets --field-selector metadata.name=app-secrets "
                         "--selector app.kubernetes.io/instance=todo-app --namespace todo --ignore-not-found --output name"])

    def test_what_cannot_be_listed_is_not_taken_for_nothing(self):
        for call in ("helm status *", "kubectl get secrets *", "kubectl get persistentvolumeclaims *"):
            with self.subTest(call):
                self.answer(call, stderr="Error: forbidden: User ada cannot list resource\n", code=1, times=1)
                self.fails(self.teardown("--yes"), "User ada cannot list", "in the namespace todo")

    def test_the_default_namespace_stays(self):
        self.answer("kubectl get namespace default *", "namespace/default\n")
        result = self.teardown("--yes", "--namespace", "default")
        self.assertEqual([call.replace("default", "todo") for call in self.changes(result)], [*self.UNINSTALL, self.DELETE_DATA])

    def test_it_cannot_all_be_deleted(self):
        self.answer("kubectl delete persistent*", stderr="error: timed out waiting for the condition\n", code=1)
        self.fails(self.teardown("--yes"), "not all of it could be deleted", "kubectl get pods --namespace todo", starts_nothing=False)


class Again(Teardown):
    def test_what_is_uninstalled_is_not_uninstalled_again(self):
        self.answer("helm status *", stderr="Error: release: not found\n", code=1)
        result = self.teardown("--keep-data")
        self.works(result, "Kept:")
        self.assertEqual(self.changes(result), [])

    def test_there_is_nothing_at_all(self):
        self.answer("helm status *", stderr="Error: release: not found\n", code=1)
        for what in ("persistentvolumeclaims *", "secrets *", "namespace todo *"):
            self.answer(f"kubectl get {what}")
        for arguments in ((), ("--yes",), ("--keep-data",)):
            result = self.teardown(*arguments)
            self.works(result, "There is nothing of todo-app in the namespace todo")
            self.assertEqual(self.changes(result), [])

    def test_helm_fails(self):
        self.answer("helm uninstall *", stderr="Error: timed out\n", code=1)
        self.fails(self.teardown("--keep-data"), "could not uninstall", "kubectl get all --namespace todo", starts_nothing=False)

    def test_help(self):
        self.works(self.teardown("--help"), "--keep-data")
        self.fails(self.teardown("--wibble"), "no argument '--wibble'")


class Minikube(Teardown):
    def test_it_can_be_stopped(self):
        result = self.teardown("--keep-data", "--stop-minikube")
        self.works(result)
        self.assertEqual(self.changes(result), [*self.UNINSTALL, "minikube stop --profile minikube"])

    def test_another_cluster_is_not_taken_down_before_it_is_stopped(self):
        for context, profile in (("production", "work"), ("production", "minikube"), ("minikube", "work")):
            self.context(context)
            self.fails(self.teardown("--delete-data", "--stop-minikube", "--profile", profile),
                       f"kubectl talks to '{context}'", f"kubectl config use-context {profile}")

    def test_a_profile_of_another_name_is_taken_down_and_stopped(self):
        self.context("work")
        self.answer("kubectl config view *", MINIKUBE)
        result = self.teardown("--keep-data", "--stop-minikube", "--profile", "work")
        self.assertEqual(self.changes(result), [*self.UNINSTALL, "minikube stop --profile work"])

    def test_what_is_stopped_is_not_stopped_again(self):
        self.answer("minikube status *", "Stopped/Stopped/Stopped\n", code=7)
        result = self.teardown("--stop-minikube")
        self.works(result, "minikube is stopped")
        self.assertEqual(self.changes(result), [])

    def test_it_can_be_deleted_after_a_question(self):
        result = self.teardown("--delete-minikube", answer="n")
        self.works(result, "the minikube cluster 'minikube' with everything in it", "Nothing was deleted")
        self.assertEqual(self.changes(result), [])
        self.assertEqual(self.changes(self.teardown("--delete-minikube", answer="y")), ["minikube delete --profile minikube"])
        self.assertEqual(self.changes(self.teardown("--delete-minikube", "--yes", "--profile=work")), ["minikube delete --profile work"])
        self.fails(self.teardown("--delete-minikube"), "nobody is here to be asked")
        self.fails(self.teardown("--delete-minikube", "--keep-data"), "--keep-data --stop-minikube")

    def test_what_is_deleted_is_not_deleted_again(self):
        self.answer("minikube status *", code=85)
        result = self.teardown("--delete-minikube", "--yes")
        self.works(result, "no minikube cluster")
        self.assertEqual(self.changes(result), [])

    def test_it_is_stopped_already(self):
        self.answer("kubectl get --raw *", stderr="connection refused\n", code=1)
        self.answer("minikube status *", "Stopped/Stopped/Stopped\n", code=7)
        self.fails(self.teardown("--keep-data"), "minikube is not running: start it with scripts/minikube-setup.sh")


if __name__ == "__main__":
    unittest.main()
