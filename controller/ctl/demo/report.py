"""What the smoke test says: a line per check, then a line per loudspeaker, then the verdict."""


class Report:
    def __init__(self, names):
        self.names = names                           # number → name of the loudspeaker
        self.faults = {number: [] for number in names}
        self.checks = 0
        self.failed = 0

    def check(self, name, figure, target, ok, node=None):
        self.checks += 1
        if not ok:
            self.failed += 1
            if node is not None:
                self.faults[node].append(name)
        name = name if node is None else f"{name}, node {node:2}"
        print(f"  {name:<58} {figure:>18}   {target:<16} {'ok' if ok else 'FAILED'}", flush=True)

    def broke_off(self, part, error):
        self.check(f"{part}: {error}"[:58], "broke off", "to the end", False)

    def verdict(self):
        """The exit status."""
        for number, faults in sorted(self.faults.items()):
            print(f"  node {number:2}  {self.names[number]:<24} {'ok' if not faults else 'FAILED: ' + ', '.join(faults)}")
        held = self.failed == 0
        print(f"  verdict: {f'all {self.checks} checks held' if held else f'{self.failed} of {self.checks} checks FAILED'}", flush=True)
        return 0 if held else 1
