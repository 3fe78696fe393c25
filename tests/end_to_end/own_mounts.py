"""Small disks of one's own: full ones, and ones that nobody may write to, root neither.

`enter()` runs the script again in a mount namespace of its own, which takes its mounts along when it ends.
"""
import os
import subprocess
import sys

MARK = "VILLAGE_OWN_MOUNTS"


def enter():
    """Returns inside the namespace. Where none can be made, the script fails: a test that was not run has not passed."""
    if os.environ.pop(MARK, None):
        return
    unshare = ["unshare", "--mount", "--propagation", "private"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    tried = subprocess.run([*unshare, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True, timeout=20, check=False)
    if tried.returncode != 0:
        sys.exit(f"FAILED: this test needs a small disk of its own, and none can be mounted here: {tried.stderr.strip()}; "
                 "run it as root, or allow user namespaces")
    os.environ[MARK] = "1"
    os.execvp("unshare", [*unshare, sys.executable, *sys.argv])


def mount_disk(folder, options):
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, timeout=20)
    return folder
