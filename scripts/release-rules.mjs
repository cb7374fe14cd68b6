// What a release must fulfil, as far as it can be told from the files alone. Each rule gives sentences about what is wrong.

/** Licences that ask of who distributes a package to keep its notice, and no more. */
const FREE = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'Python-2.0',
  'CC0-1.0',
];
/** Those that ask for more, one by one. LICENSES.md says what that means. */
const KNOWN = [
  { name: /^libsignal$/, licence: 'GPL-3.0' },
  { name: /^@img\/sharp-/, licence: /LGPL-3\.0-or-later/ },
];
const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** The newest entry of a changelog must be this version, with the day and something in it. */
export function changelogComplaints(changelog, version) {
  if (!SEMVER.test(version)) return [`the version ${version} is not one of Semantic Versioning`];
  const entries = [...changelog.matchAll(/^## \[([^\]]+)\](?: - (\S+))?\n([^]*?)(?=^## |$(?![^]))/gm)];
  const unreleased = entries.find(([, name]) => name === 'Unreleased');
  const [, newest, day = '', content = ''] = entries.find(([, name]) => name !== 'Unreleased') ?? [];
  const complaints = [];
  if (unreleased && /^- /m.test(unreleased[3]))
    complaints.push('CHANGELOG.md has unreleased changes: put them under the version');
  if (newest !== version)
    return [...complaints, `CHANGELOG.md tells of ${newest ?? 'no version'}, package.json of ${version}`];
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) complaints.push(`CHANGELOG.md gives no day for ${version}`);
  if (!/^- /m.test(content)) complaints.push(`CHANGELOG.md says nothing of ${version}`);
  return complaints;
}

/** Dependencies are pinned: what was tested is what is installed. */
export function pinComplaints({ dependencies = {}, devDependencies = {}, optionalDependencies = {} }) {
  const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
  const loose = Object.entries(all).filter(([, range]) => !SEMVER.test(range));
  return loose.map(([name, range]) => `${name} is not pinned: ${range}`);
}

/** The lock says the same as package.json. */
export function lockComplaints(manifest, lock) {
  const root = lock.packages[''];
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];
  const differs = kinds.filter((kind) => !isSame(manifest[kind] ?? {}, root[kind] ?? {}));
  if (root.version !== manifest.version) differs.unshift('version');
  return differs.map((what) => `package-lock.json has other ${what} than package.json: run npm install`);
}

/** The documents and their version. */
export function documentComplaints(documents, version) {
  const other = Object.entries(documents).filter(([, { info }]) => info.version !== version);
  return other.map(([file, { info }]) => `${file} is of version ${info.version}`);
}

/** What is installed in production, without what is for development only: each once, by name. */
export function productionPackages(lock) {
  const all = Object.entries(lock.packages).filter(
    ([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link,
  );
  const packages = all.map(([path, { version, license }]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version,
    licence: license ?? 'unknown',
  }));
  const byName = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byName.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
  );
}

export function licenceComplaints(packages) {
  const refused = packages.filter((one) => !isFree(one.licence) && !isKnown(one));
  return refused.map(
    ({ name, version, licence }) => `${name} ${version} has a licence that nobody has judged: ${licence}`,
  );
}

/** Of an expression: `or` needs one part that is free, `and` all of them. */
function isFree(expression) {
  const plain = expression.replace(/[()]/g, '');
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((part) => FREE.includes(part.trim())));
}

function isKnown({ name, licence }) {
  return KNOWN.some(
    (known) =>
      known.name.test(name) &&
      (known.licence instanceof RegExp ? known.licence.test(licence) : known.licence === licence),
  );
}

function isSame(a, b) {
  const sorted = (map) => JSON.stringify(Object.entries(map).sort());
  return sorted(a) === sorted(b);
}
