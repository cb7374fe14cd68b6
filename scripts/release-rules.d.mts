export interface Manifest {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface Lock {
  packages: Record<string, Manifest & { license?: string; dev?: boolean; link?: boolean }>;
}

export interface InstalledPackage {
  name: string;
  version: string;
  licence: string;
}

export function changelogComplaints(changelog: string, version: string): string[];
export function pinComplaints(manifest: Manifest): string[];
export function lockComplaints(manifest: Manifest, lock: Lock): string[];
export function documentComplaints(documents: Record<string, { info: { version: string } }>, version: string): string[];
export function productionPackages(lock: Lock): InstalledPackage[];
export function licenceComplaints(packages: InstalledPackage[]): string[];
