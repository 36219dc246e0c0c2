"""Known vulnerabilities of what requirements.txt pins, where the registry of them answers."""

import json
import subprocess
import sys
from pathlib import Path

# What the tool says when it cannot reach the advisory service, rather than found something.
AWAY = ("ConnectionError", "Max retries exceeded", "Failed to query", "ServiceError", "HTTPError")


def main() -> int:
    tool = Path(sys.executable).parent / "pip-audit"
    command = [str(tool), "-r", "requirements.txt", "--no-deps", "--disable-pip", "-f", "json"]
    done = subprocess.run([*command, "--timeout", "10"], capture_output=True, text=True)
    if done.returncode and any(sign in done.stderr for sign in AWAY):
        print("Not audited: the advisory service does not answer from here.")
        return 0
    if not done.stdout:
        print(done.stderr)
        return done.returncode
    return _report(json.loads(done.stdout)["dependencies"])


def _report(dependencies: list[dict]) -> int:
    bad = [found for found in dependencies if found.get("vulns")]
    for found in bad:
        names = ", ".join(vuln["id"] for vuln in found["vulns"])
        print(f"{found['name']} {found['version']}: {names}")
    print(f"{len(dependencies)} packages audited, {len(bad)} with known vulnerabilities.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
