// What is not built yet? Methods that the walk cannot meet; whoever builds one takes its line out.

/** Interface::Method as the pages write them. The list is exact, and has to become empty. */
export const PENDING_METHODS: readonly string[] = [];
