export type {ConfigText} from "./configFile.ts";
export type {ConfigValue} from "./configTree.ts";
export type {BlockTime} from "./consensusOptions.ts";
export {formatDuration, parseDuration} from "./duration.ts";
export {type FlagValues, type ParsedFlags, parseFlags} from "./flags.ts";
export {type HelpRow, helpRows} from "./helpRows.ts";
export {stringMap, strings} from "./listTypes.ts";
export {type LogLevel, type LogLevels, logLevelNames} from "./logLevels.ts";
export {nodeOptions} from "./nodeOptions.ts";
export {debugGateKey, type Option, type OptionTable, type OptionValues, option} from "./option.ts";
export {type OptionType, scalarType} from "./optionType.ts";
export {isWrong, type Parsed, type Place, type Wrong} from "./parsed.ts";
export {type OptionProblem, type OptionSource, type OptionWarning, sourceText} from "./problem.ts";
export {type OptionInputs, type OptionReading, readOptions} from "./readOptions.ts";
export {
  clientOptions,
  commandOptions,
  genesisFileOptions,
  rootOptions,
  signerOptions,
  testEntityOptions,
  versionOptions,
} from "./rootOptions.ts";
export {iasOptions, iasSecretOptions, runtimeClientOptions, runtimeHostOptions} from "./runtimeOptions.ts";
export {
  bool,
  choice,
  duration,
  float,
  int,
  size,
  text,
  uint,
  uint8,
  uint16,
  uint32,
  uint64,
} from "./scalarTypes.ts";
