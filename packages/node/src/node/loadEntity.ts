import {fromJson} from "@oasis-node/primitives/cbor";
import {parseJson} from "@oasis-node/primitives/json";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {Entity} from "@oasis-node/state-transition/entity";
import {type FilePlace, readFileAt} from "../files/index.ts";
import {NodeError} from "./nodeError.ts";

/** The entity that owns the node, from its public descriptor. Throws `NodeError` `entity`. */
export async function loadEntityId(path: string, place: FilePlace): Promise<PublicKey> {
  try {
    const text = new TextDecoder().decode(await readFileAt(path, place));
    return fromJson(Entity, parseJson(text)).id;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NodeError("entity", `worker/registration: failed to load entity descriptor: ${reason}`, {
      cause,
    });
  }
}
