export {PersistentStore, persistentStoreName} from "./persistentStore.ts";
