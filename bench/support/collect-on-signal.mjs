// Loaded before a measured program (`node --expose-gc --import`): SIGUSR2 collects all garbage, so that memory is what is in use.
process.on('SIGUSR2', () => globalThis.gc());
