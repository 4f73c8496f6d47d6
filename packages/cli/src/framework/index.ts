export {
  type Command,
  type CommandContext,
  type CommandGroup,
  type CommandNode,
  type CommandRun,
  command,
  group,
  type Invocation,
} from "./command.ts";
export {type CommonOptions, commonOptions} from "./commonOptions.ts";
export type {Environment, TextInput, TextOutput} from "./environment.ts";
export {CommandFailure, earlyFailure, failuresOf, orFail, silentFailure} from "./failure.ts";
export {processEnvironment} from "./processEnvironment.ts";
export {runCommandLine} from "./runCommandLine.ts";
export {
  assumeYesOptions,
  debugGateOptions,
  entitySignerOptions,
  forceOptions,
  jsonOptions,
  type TransactionOptions,
  testEntityOptions,
  transactionFileOptions,
  transactionOptions,
  verboseOptions,
} from "./sharedOptions.ts";
