import {RoundResults} from "@oasis-node/state-transition/roothash";
import {noBytes, noItems} from "./form.ts";
import type {Body} from "./message.ts";

/**
 * A body of the host with empty values where a runtime cannot read null: it would close the connection
 * (runtime-workers §0.1). The schemas stay those of the reference, which writes null there.
 */
export function withoutNulls(body: Body): Body {
  switch (body.type) {
    case "RuntimeRPCCallRequest":
      return {type: body.type, value: {request: body.value.request ?? noBytes()}};
    case "RuntimeLocalRPCCallRequest":
      return {type: body.type, value: {request: body.value.request ?? noBytes()}};
    case "RuntimeKeyManagerPolicyUpdateRequest":
      return {type: body.type, value: {signedPolicyRaw: body.value.signedPolicyRaw ?? noBytes()}};
    case "RuntimeCheckTxBatchRequest":
      return {type: body.type, value: {...body.value, inputs: body.value.inputs ?? noItems()}};
    case "RuntimeExecuteTxBatchRequest": {
      const roundResults = body.value.roundResults ?? RoundResults.zero();
      return {type: body.type, value: {...body.value, roundResults}};
    }
    case "HostRPCCallResponse":
      return {type: body.type, value: {response: body.value.response ?? noBytes()}};
    case "HostLocalStorageGetResponse":
      return {type: body.type, value: {value: body.value.value ?? noBytes()}};
    default:
      return body;
  }
}
