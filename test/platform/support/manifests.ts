import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';

export const FOLDER = 'deploy/kubernetes';

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  [field: string]: unknown;
}

interface Kustomization {
  namespace: string;
  resources: string[];
  images: { name: string; newTag: string }[];
}

export function kustomization(): Kustomization {
  return parse(readFileSync(join(FOLDER, 'kustomization.yaml'), 'utf8')) as Kustomization;
}

/** The files beside the kustomization. */
export function files(): string[] {
  return readdirSync(FOLDER).filter((name) => name !== 'kustomization.yaml');
}

export function manifestsIn(file: string): Manifest[] {
  const documents = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'));
  return documents.map((document) => document.toJS() as Manifest);
}

// The groups whose type definitions are not called like the group.
const FOLDER_OF_GROUP: Record<string, string> = { '': 'core', 'networking.k8s.io': 'networking' };

/**
 * Holds manifests against Kubernetes' own types, as literals: an unknown field is an error like a missing or a mistyped one.
 * Gives the compiler's messages.
 */
export function typeErrors(manifests: Manifest[]): string[] {
  const source = manifests.map(declaration).join('\n');
  const name = join(process.cwd(), 'manifests.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

function declaration(manifest: Manifest, at: number): string {
  const [group, version] = manifest.apiVersion.includes('/')
    ? manifest.apiVersion.split('/')
    : ['', manifest.apiVersion];
  const module = `kubernetes-types/${FOLDER_OF_GROUP[group!] ?? group}/${version}`;
  return `export const manifest${at}: import('${module}').${manifest.kind} = ${JSON.stringify(manifest)};`;
}
