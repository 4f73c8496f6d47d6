import {utf8} from "@oasis-node/primitives/bytes";
import {invalidEpoch} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {checkProtocolVersions} from "@oasis-node/primitives/version";
import type {UpgradeDescriptor} from "./types.ts";

/** Limits of upgrade descriptors; the handler's name in bytes (consensus-core §6.3). */
export const upgradeLimits = {
  version: 1,
  minHandlerLength: 3,
  maxHandlerLength: 32,
  minEpoch: 1n,
  maxEpoch: invalidEpoch - 1n,
} as const;

/** A descriptor that no network can accept; `target` has the reason as its cause. */
export class UpgradeDescriptorError extends TypedError<"version" | "handler" | "target" | "epoch"> {}

/** What can be told about a descriptor by itself. Throws `UpgradeDescriptorError`. */
export function validateUpgradeDescriptor({v, handler, target, epoch}: UpgradeDescriptor): void {
  const {version, minHandlerLength, maxHandlerLength, minEpoch, maxEpoch} = upgradeLimits;
  if (v !== version) {
    throw refused("version", `invalid upgrade descriptor version: ${v} (min: ${version} max: ${version})`, {
      v,
      version,
    });
  }
  const {length} = utf8(handler);
  if (length < minHandlerLength || length > maxHandlerLength) {
    const limits = `min: ${minHandlerLength} max: ${maxHandlerLength}`;
    throw refused("handler", `invalid upgrade descriptor handler: invalid length: ${length} (${limits})`, {
      length,
      minHandlerLength,
      maxHandlerLength,
    });
  }
  try {
    checkProtocolVersions(target);
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    const message = `invalid upgrade descriptor target version: ${cause.message}`;
    throw new UpgradeDescriptorError("target", message, {cause});
  }
  if (epoch < minEpoch || epoch > maxEpoch) {
    const limits = `min: ${minEpoch} max: ${maxEpoch}`;
    throw refused("epoch", `invalid upgrade descriptor epoch: ${epoch} (${limits})`, {
      epoch,
      minEpoch,
      maxEpoch,
    });
  }
}

function refused(
  code: UpgradeDescriptorError["code"],
  message: string,
  details: Readonly<Record<string, unknown>>,
): UpgradeDescriptorError {
  return new UpgradeDescriptorError(code, message, {details});
}
