import {asRound, latestRound, type Round} from "@oasis-node/primitives/epoch";
import {type JsonValue, stringifyJson} from "@oasis-node/primitives/json";
import type {CommandRun} from "../framework/index.ts";
import {askedOf} from "./arguments.ts";
import {jsonOfCbor} from "./cborJson.ts";
import {paratimeFailure} from "./failure.ts";
import type {queryOptions} from "./options.ts";
import {withRuntimeClient} from "./withRuntimeClient.ts";

const texts = {failed: "failed to query the ParaTime", stopped: "stopped waiting for the answer"};

/** `paratime query`. */
export const query: CommandRun<typeof queryOptions> = async (context) => {
  const {options, environment, positional} = context;
  const request = {...askedOf(positional, null), round: roundOf(options.round)};
  const {data} = await withRuntimeClient(context, texts, (client, callOptions) =>
    client.query(request, callOptions),
  );
  const value = data === null || data.length === 0 ? null : jsonOfCbor(data);
  environment.stdout.write(`${options.json ? stringifyJson({data: value}, "  ") : shown(value)}\n`);
};

function shown(value: JsonValue): string {
  return typeof value === "string" ? value : stringifyJson(value, "  ");
}

function roundOf(given: string): Round {
  if (given === "latest") return latestRound;
  if (!/^\d{1,20}$/.test(given) || BigInt(given) > latestRound)
    throw paratimeFailure("malformed round, wanted is a number or latest", {round: given});
  return asRound(BigInt(given));
}
