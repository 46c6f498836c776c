import { ruleFor } from '../../core/rule.ts';
import { insertBelow, removeLine } from '../model/edits.ts';
import { type Assignment, type Reading, type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/forwarding-order',
  since: '0.2.0',
  messages: {
    interface: {
      severity: 'warning',
      en: '{key} = {value} does not last: {later} in {place} is written after it and sets forwarding of every interface',
      'zh-CN': '{key} = {value} 不会保留：{place} 的 {later} 在它之后写入，会重设所有接口的 forwarding',
    },
    redirects: {
      severity: 'warning',
      en: '{key} = {value} does not last: {later} in {place} is written after it, and switching forwarding sets this key to {reset}',
      'zh-CN': '{key} = {value} 不会保留：{place} 的 {later} 在它之后写入，而切换转发会把这个键设为 {reset}',
    },
  },
  notes: {
    resets: { en: 'this line resets it', 'zh-CN': '这一行会重设它' },
  },
  fixes: {
    move: { safety: 'unsafe', en: 'move it below {later}', 'zh-CN': '移到 {later} 之后' },
  },
  check({ readings }, report) {
    const said = new Set<Assignment>();
    for (const { a, by, reset } of readings.flatMap(lost)) {
      if (said.has(a)) continue;
      said.add(a);
      const later = `${by.line.key.text} = ${by.value.text}`;
      const data = { key: a.line.key.text, value: a.value.text, later, place: { place: spanOfSetting(by) } };
      const fixes = a.file === by.file ? [{ fix: 'move' as const, edits: moveBelow(a, by), data: { later } }] : [];
      const extras = { related: [{ note: 'resets' as const, at: spanOfSetting(by) }], fixes };
      if (reset === undefined) report(spanOfSetting(a), 'interface', data, extras);
      else report(spanOfSetting(a), 'redirects', { ...data, reset }, extras);
    }
  },
});

interface Lost {
  readonly a: Assignment;
  readonly by: Assignment;
  /** What all.accept_redirects becomes. */
  readonly reset: number | undefined;
}

/**
 * Settings that a later switch undoes, in one order of application. The switch acts where it changes the value, which is 0 at
 * boot; for IPv6 every write acts, but systemd-sysctl writes no value that is there already. Sources: inet_forward_change(),
 * addrconf_fixup_forwarding(); measured on 6.18.
 */
function lost({ files, winner }: Reading): Lost[] {
  const found: Lost[] = [];
  const machine = { 4: newFamily(), 6: newFamily() };
  for (const a of files.flatMap((f) => f.assignments)) {
    const ip = versionOf(a.path);
    const value = a.numbers?.[0];
    if (!ip || a.glob || value === undefined) continue;
    const family = machine[ip];
    const isRedirects = a.path.endsWith('accept_redirects');
    if (!switches.test(a.path)) {
      if (winner(a.path) === a) family.undoneBy[isRedirects === (value !== 0) ? 'on' : 'off'].push(a);
      continue;
    }
    if (value === family.forwards) continue;
    family.forwards = value;
    const undone = family.undoneBy[value === 0 ? 'off' : 'on'].splice(0);
    for (const before of undone) {
      const reset = before.path.endsWith('accept_redirects') ? Number(value === 0) : undefined;
      found.push({ a: before, by: a, reset });
    }
  }
  return found;
}

const newFamily = (): { forwards: number; readonly undoneBy: Readonly<Record<'on' | 'off', Assignment[]>> } => ({
  forwards: 0,
  undoneBy: { on: [], off: [] },
});

const switches = /^net\/(?:ipv4\/ip_forward|ipv[46]\/conf\/all\/forwarding)$/;

/** Of the switches, and of what they reset. */
function versionOf(path: string): '4' | '6' | undefined {
  if (path === 'net/ipv4/ip_forward' || path === 'net/ipv4/conf/all/accept_redirects') return '4';
  return /^net\/ipv([46])\/conf\/[^/]+\/forwarding$/.exec(path)?.[1] as '4' | '6' | undefined;
}

/** Its comment stays: it may speak of what follows, too. */
const moveBelow = (a: Assignment, by: Assignment) => [
  removeLine(a),
  ...insertBelow(by, a.file.source.text.slice(a.line.start, a.line.end)),
];
