// The architecture, as data. A row says: this gateway module may use those, through their index.ts.
const MAY_USE = {
  audit: [],
  auth: ['audit'],
  workers: ['audit', 'auth'],
  'event-log': [],
  billing: ['auth'],
  webhooks: ['audit', 'auth', 'event-log'],
  sessions: ['audit', 'auth', 'billing', 'webhooks', 'workers'],
  'address-book': ['auth', 'sessions'],
  calls: ['auth', 'sessions', 'workers'],
  numbers: ['auth', 'sessions', 'workers'],
  media: ['auth', 'sessions'],
  people: ['auth', 'numbers', 'sessions', 'workers'],
  profile: ['auth', 'media', 'sessions', 'workers'],
  channels: ['auth', 'sessions', 'workers'],
  groups: ['auth', 'media', 'sessions', 'workers'],
  previews: [],
  templates: ['auth'],
  messaging: [
    'address-book',
    'auth',
    'billing',
    'media',
    'numbers',
    'previews',
    'sessions',
    'templates',
    'webhooks',
    'workers',
  ],
  chats: ['address-book', 'auth', 'messaging', 'sessions', 'workers'],
  archive: ['auth', 'messaging', 'sessions'],
  admin: ['audit', 'auth'],
  events: [
    'address-book',
    'auth',
    'billing',
    'calls',
    'chats',
    'event-log',
    'groups',
    'media',
    'messaging',
    'people',
    'sessions',
    'webhooks',
    'workers',
  ],
};

// A file with one of these suffixes is a Nest or TypeORM part. Any other file is plain TypeScript. DTOs may use the swagger decorators.
const FRAMEWORK_FILE =
  '\\.(module|controller|service|repository|entity|guard|filter|interceptor|decorator|dto|responses)\\.ts$';
const BAILEYS = '(^|node_modules/)(baileys|@whiskeysockets/baileys|libsignal|whatsapp-rust-bridge)(/|$)';

const moduleRules = Object.entries(MAY_USE).map(([name, uses]) => ({
  name: `gateway-${name}`,
  comment: `${name} may use: ${uses.join(', ') || 'no other module'}`,
  severity: 'error',
  from: { path: `^src/gateway/${name}/` },
  to: { path: '^src/gateway/', pathNot: `^src/gateway/(${[name, ...uses].join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'roles-never-meet',
      severity: 'error',
      comment: 'Gateway and worker share contracts, platform and mailbox, and nothing else of each other.',
      from: { path: '^src/(gateway|worker)/' },
      to: { path: '^src/(gateway|worker)/', pathNot: '^src/$1/' },
    },
    {
      name: 'contracts-are-leaves',
      severity: 'error',
      comment: 'Contracts import each other, and what Node has.',
      from: { path: '^src/contracts/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^src/contracts/', '^crypto$'] },
    },
    {
      name: 'platform-knows-no-role',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(mailbox|gateway|worker)/' },
    },
    {
      name: 'mailbox-knows-no-role',
      severity: 'error',
      from: { path: '^src/mailbox/' },
      to: { path: '^src/(gateway|worker)/' },
    },
    ...moduleRules,
    {
      name: 'front-door-only',
      severity: 'error',
      comment: 'Enter another module through its index.ts.',
      from: { path: '^src/gateway/([^/]+)/' },
      to: { path: '^src/gateway/([^/]+)/', pathNot: ['^src/gateway/$1/', '/index\\.ts$'] },
    },
    {
      name: 'baileys-stays-home',
      severity: 'error',
      from: { path: '^(src|test)/', pathNot: ['^src/worker/baileys/', '^src/sandbox/', '^test/sandbox/', '^bench/'] },
      to: { path: BAILEYS },
    },
    {
      name: 'port-ignores-adapter',
      severity: 'error',
      comment: 'Only worker.module.ts names the adapter, and index.ts what must happen before it is loaded.',
      from: { path: '^src/worker/', pathNot: '^src/worker/(baileys/|worker\\.module\\.ts$|index\\.ts$)' },
      to: { path: '^src/worker/baileys/' },
    },
    {
      name: 'suffix-is-the-licence',
      severity: 'error',
      comment: 'Rename the file or drop the framework import.',
      from: { path: '^src/(gateway|worker|mailbox)/', pathNot: [FRAMEWORK_FILE, '\\.spec\\.ts$'] },
      to: { path: '(^|node_modules/)(@nestjs/|typeorm)' },
    },
    { name: 'src-never-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    {
      name: 'tests-use-the-front',
      severity: 'error',
      comment: 'E2E tests know HTTP and contracts, not services.',
      from: { path: '^test/e2e/' },
      to: { path: '^src/', pathNot: '^src/contracts/' },
    },
    {
      name: 'sandbox-knows-whatsapp-only',
      severity: 'error',
      comment: 'Any Baileys program can use it.',
      from: { path: '^src/sandbox/' },
      to: { path: '^(src|test)/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'product-ignores-sandbox',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/sandbox/' },
      to: { path: '^src/sandbox/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
