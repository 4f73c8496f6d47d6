import type {Namespace} from "@oasis-node/primitives/namespace";
import {isSingleRole, type Node, type RolesMask} from "@oasis-node/state-transition/node";
import {RegistrationError} from "./registrationError.ts";

/** Adds to the node's descriptor what a role is about. Throws when it cannot tell now. */
export type DescriptorHook = (node: Node) => Node;

/**
 * A place in the node's descriptor for one role. As long as one of them is unavailable the node is not registered, and
 * not registered again (runtime-workers §4.1), unless it has been withdrawn.
 */
export interface RoleProvider {
  readonly isAvailable: boolean;
  /**
   * The role can be served.
   *
   * @param onRegistered - called once, after the next registration that the hook took part in
   */
  setAvailable(hook: DescriptorHook, onRegistered?: () => void): void;
  setUnavailable(): void;
  /**
   * The role cannot be served until somebody mends something: the node is registered without it. The reference lets such a
   * node drop out of all its roles.
   */
  withdraw(): void;
}

interface Offer {
  readonly hook: DescriptorHook;
  readonly onRegistered: (() => void) | null;
}

interface Slot {
  readonly role: RolesMask;
  readonly runtimeId: Namespace | null;
  offer: Offer | null;
  isWithdrawn: boolean;
}

/** What all providers offered at one moment. */
export interface Offers {
  /** Gives the descriptor with roles and what belongs to them. Throws `RegistrationError` `badHook`. */
  describe(node: Node): Node;
  /** Tells the providers that the node has been registered as described. */
  registered(): void;
}

/** The role providers of a node. */
export class RoleProviders {
  readonly #slots: Slot[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Asks for a place, which is unavailable at first. Throws `RegistrationError` `notSingleRole`. */
  request(role: RolesMask, runtimeId: Namespace | null): RoleProvider {
    if (!isSingleRole(role)) {
      const text = `RegisterRole: registration role mask does not encode a single role. RoleMask: '${role}'`;
      throw new RegistrationError("notSingleRole", text, {details: {role}});
    }
    const slot: Slot = {role, runtimeId, offer: null, isWithdrawn: false};
    this.#slots.push(slot);
    const change = (offer: Offer | null, isWithdrawn = false): void => {
      slot.offer = offer;
      slot.isWithdrawn = isWithdrawn;
      this.#onChange();
    };
    return {
      get isAvailable() {
        return slot.offer !== null;
      },
      setAvailable: (hook, onRegistered) => change({hook, onRegistered: onRegistered ?? null}),
      setUnavailable: () => change(null),
      withdraw: () => {
        if (!slot.isWithdrawn) change(null, true);
      },
    };
  }

  /** Null while one is unavailable and not withdrawn, or when there are none at all. */
  offers(): Offers | null {
    if (this.unavailable.length > 0) return null;
    const offered = this.#slots.flatMap((slot) => (slot.offer === null ? [] : [{slot, offer: slot.offer}]));
    if (offered.length === 0) return null;
    return {
      describe: (node) =>
        offered.reduce((described, {slot, offer}) => applied(described, slot.role, offer), node),
      registered: () => {
        for (const {slot, offer} of offered) {
          // Told once, unless it was offered anew meanwhile.
          if (slot.offer === offer) slot.offer = {...offer, onRegistered: null};
          offer.onRegistered?.();
        }
      },
    };
  }

  /** Roles that keep the node from being registered, with their runtimes. */
  get unavailable(): readonly {readonly role: RolesMask; readonly runtimeId: Namespace | null}[] {
    return this.#slots
      .filter(({offer, isWithdrawn}) => offer === null && !isWithdrawn)
      .map(({role, runtimeId}) => ({role, runtimeId}));
  }
}

function applied(node: Node, role: RolesMask, offer: Offer): Node {
  const withRole = {...node, roles: node.roles | role};
  try {
    return offer.hook(withRole);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RegistrationError("badHook", `hook failed: ${reason}`, {cause: error, details: {role}});
  }
}
