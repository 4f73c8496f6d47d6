export type {ServiceStore} from "./serviceStore.ts";
export {StoredValue} from "./storedValue.ts";
