/**
 * A release as one comparable number: major, minor and patch in groups of three digits (1.29.7 is 1029007).
 * Kernel stable releases (5.15.32) compare as their patch level.
 */
export type Version = number;

/** Both ends included; an open upper end is Infinity. */
export interface VersionRange {
  readonly min: Version;
  readonly max: Version;
}

export type Containers = 'docker' | 'kubernetes';

export type Product = 'nginx' | 'kernel' | 'procps' | 'systemd';

/**
 * The versions a configuration has to work with: for each product the union of some ranges, never empty.
 * A fact about versions is always asked with a quantifier: `any` for harm, `all` for deprecated, removed, redundant.
 */
export interface Target extends Readonly<Record<Product, readonly VersionRange[]>> {
  /** Whether the boot tool reads /etc/sysctl.conf: yes, no, or (undefined) it depends on the version or is not known. */
  readonly sysctlConfAtBoot: boolean | undefined;
  /** Whether some targeted system applies sysctl files with busybox. */
  readonly busybox: boolean;
  /** What runs the containers that the settings are for; empty where they are a machine's. */
  readonly containers: readonly Containers[];
}

/** A stretch of a product's history: from (included) up to until (excluded). */
export interface Period {
  readonly from: Version;
  readonly until: Version;
}

/** Reads `1.29.7`, `4.12`, `257`; undefined where the text is no version. */
export function parseVersion(text: string): Version | undefined {
  const m = /^(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?$/.exec(text);
  return m ? Number(m[1]) * 1e6 + Number(m[2] ?? 0) * 1e3 + Number(m[3] ?? 0) : undefined;
}

/** `1.29.7`, `4.12`, `257`: a trailing zero patch level is left out for kernels, which have none. */
export function formatVersion(version: Version, product: Product): string {
  const [major, minor, patch] = [Math.floor(version / 1e6), Math.floor(version / 1e3) % 1e3, version % 1e3];
  if (product === 'systemd') return `${major}`;
  return product === 'kernel' && patch === 0 ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}

const version = (text: string): Version => {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new RangeError(`not a version: ${text}`);
  return parsed;
};

export const since = (text: string): Period => ({ from: version(text), until: Number.POSITIVE_INFINITY });
export const before = (text: string): Period => ({ from: 0, until: version(text) });
export const between = (from: string, until: string): Period => ({ from: version(from), until: version(until) });

export function any(ranges: readonly VersionRange[], period: Period): boolean {
  return ranges.some(({ min, max }) => max >= period.from && min < period.until);
}

export function all(ranges: readonly VersionRange[], period: Period): boolean {
  return ranges.every(
    ({ min, max }) => min >= period.from && (max < period.until || period.until === Number.POSITIVE_INFINITY),
  );
}
