import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import {stringifyJson} from "@oasis-node/primitives/json";
import {prettyAmount, type TokenContext} from "@oasis-node/primitives/token";
import {nodeControllerService} from "@oasis-node/rpc/services/nodeController";
import {nodeReportService, type RegistrationReport} from "@oasis-node/rpc/services/nodeReport";
import type {Status} from "@oasis-node/rpc/services/nodeStatus";
import {stakingService} from "@oasis-node/rpc/services/staking";
import {rolesToText} from "@oasis-node/state-transition/node";
import {withNode} from "../client/index.ts";
import {type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import type {statusOptions} from "./options.ts";

const statusFailure = failuresOf("cmd/status");

interface Found {
  readonly status: Status;
  readonly registration: RegistrationReport;
  readonly token: TokenContext;
}

/** `status`: a few lines, and what is missing for the registration. */
export const status: CommandRun<typeof statusOptions> = (context) =>
  withNode(context, statusFailure, async (node) => {
    const found = await orFail(
      async (): Promise<Found> => {
        const staking = node.api(stakingService);
        const [status, registration, symbol, exponent] = await Promise.all([
          node.api(nodeControllerService).getStatus(),
          node.api(nodeReportService).getRegistration(),
          staking.tokenSymbol(),
          staking.tokenValueExponent(),
        ]);
        return {status, registration, token: {symbol, exponent}};
      },
      (err) => statusFailure("failed to query status", {err}),
    );
    const {options, environment} = context;
    environment.stdout.write(options.json ? jsonStatus(found) : textStatus(found));
  });

function textStatus({status, registration, token}: Found): string {
  const {consensus, identity, runtimes} = status;
  const duty = consensus.isValidator ? ", validator" : "";
  return [
    `Node          ${toBase64(identity.node)}`,
    `Chain         ${consensus.chainContext}`,
    `Height        ${consensus.latestHeight}, epoch ${consensus.latestEpoch}${duty}`,
    `Registration  ${registrationText(status)}`,
    ...(registration.stake ?? []).map(({claim, need, have, missing}) => {
      const amounts = `needs ${prettyAmount(need, token)}, has ${prettyAmount(have, token)}`;
      return `  ${claim}  ${amounts}${missing > 0n ? `: ${prettyAmount(missing, token)} are missing` : ""}`;
    }),
    ...[...(runtimes ?? [])].map(([id, {latestRound}]) => `ParaTime      ${toHex(id)}: round ${latestRound}`),
    "",
  ].join("\n");
}

function registrationText({registration: {descriptor}}: Status): string {
  if (descriptor === null) return "none yet";
  return `${rolesToText(descriptor.roles)}, until epoch ${descriptor.expiration}`;
}

/** The same for programs; amounts in base units as text, because they can be larger than programs count exactly. */
function jsonStatus({status, registration}: Found): string {
  const {consensus, identity, registration: registered} = status;
  const {descriptor} = registered;
  const json = {
    node: toBase64(identity.node),
    chain_context: consensus.chainContext,
    height: consensus.latestHeight,
    epoch: consensus.latestEpoch,
    is_validator: consensus.isValidator,
    roles: descriptor === null ? null : rolesToText(descriptor.roles),
    expiration: descriptor?.expiration ?? null,
    missing_stake: (registration.stake ?? []).map(({claim, need, have, missing}) => ({
      claim,
      need: String(need),
      have: String(have),
      missing: String(missing),
    })),
    paratimes: [...(status.runtimes ?? [])].map(([id, {latestRound}]) => ({
      id: toHex(id),
      round: latestRound,
    })),
  };
  return `${stringifyJson(json, "  ")}\n`;
}
