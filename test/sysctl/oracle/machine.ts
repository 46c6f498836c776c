import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key of this kernel, as a network namespace of our own shows it. */
export interface LiveKey {
  /** Below /proc/sys. */
  readonly path: string;
  /** undefined: it cannot be read. */
  readonly value: string | undefined;
  readonly writable: boolean;
  /** Values that the kernel takes and gives back as they are; one or two. */
  readonly bases: readonly string[];
}

/** One line to be applied, by each program, from a fresh start of its key. */
export interface Trial {
  readonly line: string;
  /** The key whose value is watched. */
  readonly path: string;
  /** What the key is set to before. */
  readonly base: string;
}

export const programs = ['procps', 'systemd'] as const;
export type Program = (typeof programs)[number];

/** What one program made of a line. */
export interface Outcome {
  readonly before: string;
  readonly after: string;
  /** What it printed as an error. */
  readonly complaint: string;
}

const systemd = ['/usr/lib/systemd/systemd-sysctl', '/lib/systemd/systemd-sysctl'].find((path) => existsSync(path));

/** Why the programs cannot be asked here; undefined where they can. */
export function missing(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (!systemd) return 'no systemd-sysctl';
  try {
    const out = inside('cat /proc/sys/vm/swappiness > /proc/sys/vm/swappiness && echo leaks\nsysctl --version');
    if (out.includes('leaks')) return 'the namespace does not keep global keys from being written';
    return /procps-ng (?:[4-9]|\d\d)/.test(out) ? undefined : `globs need procps 4, this is ${out.trim()}`;
  } catch {
    return 'no unprivileged namespaces, or no bash or sysctl';
  }
}

/** Target words for this kernel and these programs. */
export function target(): string {
  const version = (command: string, args: readonly string[]) =>
    /\d+(?:\.\d+)*/.exec(execFileSync(command, args, { encoding: 'utf8' }))?.[0] ?? '';
  const kernel = /^\d+\.\d+/.exec(release())?.[0];
  return `kernel=${kernel} procps=${version('sysctl', ['--version'])} systemd=${version(systemd!, ['--version']).split('.')[0]}`;
}

/**
 * Runs a script in namespaces of its own: everything below /proc/sys is read-only but the keys of the network, IPC and UTS
 * namespaces, which end with it. Reading with `mapfile` takes a whole key at once and starts no process.
 */
function inside(script: string): string {
  const setUp = [
    'bind() { mount --bind "$1" "$1" && mount -o "remount,bind,$2" "$1"; }',
    'bind /proc/sys ro && bind /proc/sys/net rw || exit 1',
    'for key in kernel/{msgmax,msgmnb,msgmni,sem,shmall,shmmax,shmmni,hostname,domainname}; do bind /proc/sys/$key rw; done',
    '[ -d /proc/sys/fs/mqueue ] && bind /proc/sys/fs/mqueue rw',
    'exec 2>/dev/null',
  ];
  return execFileSync('unshare', ['-rmniu', 'bash', '-c', [...setUp, script].join('\n')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  });
}

const get = 'get() { local lines; got=; mapfile -n1 -t lines < "/proc/sys/$1"; got=$lines; }';
const set = 'set_() { printf "%s\\n" "$2" > "/proc/sys/$1"; }';

/** Every key below net and the IPC and UTS namespaces. */
export function survey(): readonly LiveKey[] {
  const out = inside(`${get}
${set}
try() { set_ "$1" "$2"; get "$1"; [ "$got" = "$2" ] && printf '%s\\x1f' "$got"; }
cd /proc/sys
find net fs/mqueue kernel/{msgmax,msgmnb,msgmni,sem,shmall,shmmax,shmmni,hostname,domainname} -type f | sort | while read -r path; do
  unset got
  get "$path" || true
  first=$got
  writable=no
  [ -n "$(find "$path" -perm -u=w)" ] && [ "$(findmnt -nro OPTIONS -T "$path" | grep -c '^ro')" = 0 ] && writable=yes
  printf '%s\\x1f%s\\x1f%s\\x1f' "$path" "$writable" "$first"
  if [ $writable = yes ]; then
    try "$path" "$first"
    case $first in
      *[!0-9-]*)
        set -- $first
        n=$(( $1 + 1 )); m=$(( $1 - 1 )); shift
        for f in $n $m; do v=$f; for w in "$@"; do v="$v	$w"; done; try "$path" "$v"; done ;;
      ?*) for v in $((first + 1)) $((first - 1)) 0 1 2 3 255 1280 70000; do [ "$v" != "$first" ] && try "$path" "$v"; done ;;
    esac
    case $path in
      */tcp_congestion_control) try "$path" reno; try "$path" cubic ;;
      */ip_local_reserved_ports) try "$path" 7; try "$path" 9,11 ;;
      */icmp/ratemask) try "$path" 1; try "$path" 2,4 ;;
      */tcp_fastopen_key) try "$path" 00000001-00000002-00000003-00000004 ;;
      */stable_secret) try "$path" 2001:db8::1; try "$path" 2001:db8::2 ;;
    esac
    set_ "$path" "$first"
  fi
  echo
done`);
  return out
    .trimEnd()
    .split('\n')
    .map((row): LiveKey => {
      const [path = '', writable, value = '', ...bases] = row.split('\x1f');
      return { path, writable: writable === 'yes', value, bases: bases.slice(0, -1).filter((base) => base !== '') };
    });
}

/** Applies each line with each program, one after the other, as a file of its own. */
export function apply(trials: readonly Trial[]): readonly Readonly<Record<Program, Outcome>>[] {
  const folder = mkdtempSync(join(tmpdir(), 'sysctl-lines-'));
  try {
    for (const [i, { line }] of trials.entries()) writeFileSync(join(folder, `${i}.conf`), line);
    writeFileSync(join(folder, 'list'), trials.map(({ path, base }, i) => `${i} ${path} ${base}\n`).join(''));
    const out = inside(`${get}
${set}
cd ${folder}
run() {
  set_ "$path" "$base"; get "$path"; before=$got
  "$@" > /dev/null 2> complaint
  mapfile -n3 -t said < complaint; get "$path"
  printf '%s\\x1f%s\\x1f%s\\x1f' "$before" "$got" "\${said[*]}"
}
while IFS=' ' read -r i path base; do
  run sysctl -p $i.conf
  run ${systemd} ${folder}/$i.conf
  set_ "$path" "$base"
  echo
done < list`);
    const rows = out.split('\n').slice(0, -1);
    if (rows.length !== trials.length) throw new Error(`${rows.length} answers to ${trials.length} lines`);
    return rows.map((row) => {
      const [before = '', after = '', complaint = '', before2 = '', after2 = '', complaint2 = ''] = row.split('\x1f');
      return {
        procps: { before, after, complaint },
        systemd: { before: before2, after: after2, complaint: complaint2 },
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
