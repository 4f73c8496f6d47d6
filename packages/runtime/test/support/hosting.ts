import {Epoch} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import type {LogFields, Logger} from "@oasis-node/primitives/log";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {protocolVersions} from "@oasis-node/primitives/version";
import {Header} from "@oasis-node/state-transition/roothash";
import type {BodyValue, HostInfo} from "../../src/protocol/index.ts";

export const runtimeId = testNamespace(new TextEncoder().encode("hosted runtime"));

export const hostInfo: HostInfo = {
  consensusBackend: "tendermint",
  consensusProtocolVersion: protocolVersions.consensusProtocol,
  consensusChainContext: "53852332637bacb61b91b6411ab4095168ba02a50be4c3f82448438826f23898",
};

/** A query with some method. */
export function queryOf(method: string): BodyValue<"RuntimeQueryRequest"> {
  const header = Header.make({namespace: runtimeId, ioRoot: emptyHash, stateRoot: emptyHash});
  const consensusBlock = {height: 1n, meta: new Uint8Array()};
  return {consensusBlock, header, epoch: Epoch.zero(), maxMessages: 0, method, args: null};
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines. */
export function keepingLogger(
  lines: LogLine[] = [],
  with_: LogFields = {},
): Logger & {readonly lines: LogLine[]} {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({level, message, fields: {...with_, ...fields}});
    };
  return {
    lines,
    debug: log("debug"),
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    module: () => keepingLogger(lines, with_),
    with: (fields) => keepingLogger(lines, {...with_, ...fields}),
  };
}
