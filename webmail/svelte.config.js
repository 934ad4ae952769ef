/** Runes everywhere: the older way of writing components is an error. */
export default {
  compilerOptions: { runes: true },
};
