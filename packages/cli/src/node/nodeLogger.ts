import type {Logger} from "@oasis-node/primitives/log";

/** The module of the node as a whole, whose logger the reference makes like those of commands: time first (cli-config-grpc §6). */
const wholeNode = "oasis-node";

/** The loggers of a node: `command` writes the lines of the node as a whole, `part` those of its parts. */
export function nodeLogger(command: Logger, part: Logger): Logger {
  return moduleLogger(wholeNode, command, part);
}

function moduleLogger(module: string, command: Logger, part: Logger): Logger {
  const {debug, info, warn, error} = module === wholeNode ? command : part;
  return {
    debug,
    info,
    warn,
    error,
    module: (name) => moduleLogger(name, command.module(name), part.module(name)),
    with: (fields) => moduleLogger(module, command.with(fields), part.with(fields)),
  };
}
