import {mapped, type Schema, u32} from "@oasis-node/primitives/cbor";

/** Bits of a roles mask (consensus-core §5.2). */
export const nodeRoles = {
  computeWorker: 1 << 0,
  storageWorker: 1 << 1,
  keyManager: 1 << 2,
  validator: 1 << 3,
  consensusRpc: 1 << 4,
  storageRpc: 1 << 5,
} as const;

/** Names of roles in text forms, in the order in which they are written. */
const roleNames: ReadonlyMap<string, number> = new Map([
  ["compute", nodeRoles.computeWorker],
  ["storage", nodeRoles.storageWorker],
  ["key-manager", nodeRoles.keyManager],
  ["validator", nodeRoles.validator],
  ["consensus-rpc", nodeRoles.consensusRpc],
  ["storage-rpc", nodeRoles.storageRpc],
]);

const knownRoles = [...roleNames.values()].reduce((mask, role) => mask | role, 0);

/** Roles of a node, one bit each: an integer in CBOR, names separated by commas in JSON. */
export const RolesMask: Schema<RolesMask> = mapped(u32, {
  name: "node.RolesMask",
  to: (mask) => mask,
  from: (mask) => mask,
  json: {
    to: rolesToText,
    from: (json) => (typeof json === "string" ? rolesFromText(json) : null),
  },
});
export type RolesMask = number;

/** Whether the node has any of the roles in `wanted`. */
export function hasRoles(mask: RolesMask, wanted: RolesMask): boolean {
  return (mask & wanted) !== 0;
}

/** Whether the mask is exactly one known role. */
export function isSingleRole(mask: RolesMask): boolean {
  return mask !== 0 && (mask & (mask - 1)) === 0 && !hasReservedRoles(mask);
}

/** Whether a bit is set that stands for no role. */
export function hasReservedRoles(mask: RolesMask): boolean {
  return (mask & ~knownRoles) !== 0;
}

/** `compute,validator`; the empty text for no role, which cannot be read back (kept from the reference). */
export function rolesToText(mask: RolesMask): string {
  if (hasReservedRoles(mask)) return "[invalid roles]";
  const held = [...roleNames].filter(([, role]) => hasRoles(mask, role));
  return held.map(([name]) => name).join(",");
}

/** Mask of role names separated by commas; null for an unknown name or one given twice. */
export function rolesFromText(text: string): RolesMask | null {
  let mask = 0;
  for (const name of text.split(",")) {
    const role = roleNames.get(name);
    if (role === undefined || hasRoles(mask, role)) return null;
    mask |= role;
  }
  return mask;
}
