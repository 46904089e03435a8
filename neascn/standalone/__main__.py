"""`python -m neascn.standalone demo|run|manage …`: what `./portal` starts."""

import sys

from neascn.standalone import launch
from neascn.standalone.errors import StandaloneError


def main(arguments: list[str]) -> int:
    verb, *rest = arguments or [""]
    try:
        match verb:
            case "demo" | "run":
                return launch.start(demo=verb == "demo")
            case "manage":
                return launch.manage(rest)
    except StandaloneError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    print("Say demo, run or manage.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
