/**
 * System calls of x86-64 that a runtime may make with any arguments, as ranges of numbers, both ends included, in
 * ascending order (runtime-workers §2.4). What is not here fails with EPERM.
 */
export const allowedSystemCalls: readonly (readonly [first: number, last: number])[] = [
  [0, 55],
  [57, 100],
  [102, 102],
  [104, 132],
  [137, 138],
  [140, 152],
  [154, 154],
  [157, 160],
  [162, 162],
  [186, 211],
  [213, 226],
  [228, 235],
  [240, 245],
  [247, 247],
  [251, 255],
  [257, 258],
  [260, 271],
  [273, 278],
  [280, 297],
  [299, 299],
  [301, 302],
  [306, 307],
  [309, 309],
  [314, 319],
  [322, 322],
  [325, 326],
];

/** Allowed without new namespaces only: see `newNamespaceFlags`. */
export const cloneCall = 56;

/** Fails with ENOSYS: its flags cannot be looked at, and the C library falls back to clone only then. */
export const clone3Call = 435;

/** CLONE_NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. CLONE_NEWCGROUP is not among them, as in the reference. */
export const newNamespaceFlags = 0x7c020000;

/** Numbers from here on are of the x32 ABI, another architecture. */
export const x32Bit = 0x40000000;

/** AUDIT_ARCH_X86_64. */
export const auditArchX8664 = 0xc000003e;

/** Errors of refused calls. */
export const errnos = {eperm: 1, enosys: 38} as const;
