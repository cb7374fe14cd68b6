const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^@/(.*)$': '<rootDir>/dashboard/src/$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
      },
    ],
  },
};

/** @type {import('jest').Config} */
export default {
  projects: [
    // Pure logic: milliseconds, no processes.
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{src,dashboard/src}/**/*.spec.ts'] },
    { ...shared, displayName: 'model', testMatch: ['<rootDir>/test/model/**/*.spec.ts'] },
    // The simulated WhatsApp server, driven by plain Baileys; nothing of the gateway.
    { ...shared, displayName: 'sandbox', testMatch: ['<rootDir>/test/sandbox/**/*.spec.ts'] },
    // The machinery with real processes: the embedded database, the Redis transport, the programs in scripts/.
    { ...shared, displayName: 'platform', testMatch: ['<rootDir>/test/platform/**/*.spec.ts'] },
    // The built product as child processes, real Baileys, the sandbox, a real database.
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    // Every command of the README and of docs/, run as it is written, against the built product.
    { ...shared, displayName: 'docs', testMatch: ['<rootDir>/test/docs/**/*.spec.ts'] },
    // The pages, in a real browser.
    { ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.spec.ts'] },
    // The built product under faults: processes killed and frozen, the database taken away, connections cut.
    { ...shared, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.spec.ts'] },
    // A cluster under traffic of every kind, with mishaps at random; `npm run soak` is the long run.
    { ...shared, displayName: 'soak', testMatch: ['<rootDir>/test/soak/**/*.spec.ts'] },
  ],
  testTimeout: 120_000,
  maxWorkers: 2,
};
