import unittest

from world import TOP, Test

# What a step that comes later says on a machine without node.
GOES_ON = "these programs are missing"


class TestCluster(Test):
    def setUp(self):
        super().setUp()
        (self.repository / "tests").symlink_to(TOP / "tests")
        self.answer("kubectl get nodes")
        self.namespace()

    def namespace(self, labels=None):
        self.answer("kubectl get namespace todo *", f"NAME STATUS AGE LABELS\ntodo Active 1d {labels}\n" if labels else "")

    def checks(self, *arguments, **variables):
        return self.run_script("test-cluster", "--no-build", *arguments, **variables)


class Namespace(TestCluster):
    def run_on(self, *arguments):
        return self.checks(*arguments, KUBECONFIG="/dev/null")

    def test_somebodys_is_left_alone(self):
        self.namespace("kubernetes.io/metadata.name=todo")
        self.fails(self.run_on("--quick"), "was not made by these checks", "scripts/test-cluster --delete-namespace")

    def test_somebodys_is_deleted_when_told_so(self):
        self.namespace("kubernetes.io/metadata.name=todo")
        self.fails(self.run_on("--delete-namespace"), GOES_ON)

    def test_its_own_and_a_new_one_are_used_without_a_question(self):
        for labels in (None, "kubernetes.io/metadata.name=todo,todo-app/made-for=test-cluster"):
            self.namespace(labels)
            self.fails(self.run_on("--quick"), GOES_ON)


class OwnCluster(TestCluster):
    def setUp(self):
        super().setUp()
        cluster = self.folder / "shared" / "cluster"
        cluster.mkdir(parents=True)
        self.programs("id")
        for name in ("cluster", "base-images"):
            (cluster / name).symlink_to(self.folder / "bin" / "docker")
        self.answer("id -u", "0\n")
        self.answer("base-images*")
        self.answer("cluster *")

    def test_an_image_that_is_not_loaded_is_said(self):
        self.answer("cluster load postgres:17", stderr="no room\n", code=1)
        self.fails(self.checks(), "no room", "the image postgres:17 could not be loaded")

    def test_nobody_else_uses_it(self):
        self.namespace("kubernetes.io/metadata.name=todo")
        self.fails(self.checks(), GOES_ON)


if __name__ == "__main__":
    unittest.main()
