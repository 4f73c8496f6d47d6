import {type LogLevel, type LogLevels, logLevelNames} from "../options/index.ts";

export type LineLevel = Lowercase<LogLevel>;

/** How important: the index into `logLevelNames`. */
export function rankOf(level: LogLevel | LineLevel): number {
  return logLevelNames.findIndex((name) => name.toLowerCase() === level.toLowerCase());
}

/**
 * The least rank that a module's lines need to be written. Of the configured prefixes of its name the last one by
 * alphabet counts; nothing below the default is ever written, so a module cannot be more talkative (cli-config-grpc §6).
 */
export function leastRank(module: string, levels: LogLevels): number {
  const name = module.toLowerCase();
  const prefixes = [...levels.modules].sort(([a], [b]) => (a < b ? 1 : -1));
  const [, own] = prefixes.find(([prefix]) => name.startsWith(prefix)) ?? [];
  const base = rankOf(levels.default);
  return own === undefined ? base : Math.max(base, rankOf(own));
}
