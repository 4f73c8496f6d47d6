import {command, group} from "../framework/index.ts";
import {callOptions, queryOptions} from "./options.ts";

const argumentsUsage = "<paratime-id> <method> [arguments-json]";
const argumentsHelp =
  'Arguments are JSON: numbers are whole, bytes are written {"$hex": "00ff"}. Without any they are null';

/** Commands that use a ParaTime, which the reference does not have. */
export const paratimeCommands = group({
  name: "paratime",
  short: "call and query a ParaTime",
  commands: [
    command({
      name: "call",
      short: "send a call as a transaction, and show what came of it",
      long: `Sends a transaction that calls a method of a ParaTime, and waits for the round that has it. ${argumentsHelp}`,
      options: callOptions,
      argumentsUsage,
      load: async () => (await import("./call.ts")).call,
    }),
    command({
      name: "query",
      short: "ask for something in a ParaTime's state",
      long: `Asks the ParaTime on the node, without a transaction. ${argumentsHelp}`,
      options: queryOptions,
      argumentsUsage,
      load: async () => (await import("./query.ts")).query,
    }),
  ],
});
