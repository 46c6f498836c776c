import { ruleFor } from '../../core/rule.ts';
import { shorten } from '../../core/text.ts';
import { isByArguments, isListOrOff, slotOf } from '../facts/duplicates.ts';
import { remove } from '../model/edits.ts';
import type { Meaning, Reading } from '../model/meaning.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../model/model.ts';
import { isIntact, placeIsSure } from '../model/refusals.ts';
import { bothPlaces, surelyTogether } from '../model/twice.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/duplicate-directive',
  since: '0.2.0',
  messages: {
    same: {
      severity: 'error',
      en: '{line} is there already at this level, and nginx takes it once: it does not start',
      'zh-CN': '{line} 在这一层级已经写过，nginx 只接受一次：无法启动',
    },
    second: {
      severity: 'error',
      en: '{line} is the second {what} at this level, and nginx takes one: it does not start',
      'zh-CN': '{line} 是同一层级里的第二个 {what}，nginx 只接受一个：无法启动',
    },
    clash: {
      severity: 'error',
      en: '{line} cannot stand beside {first}, a level takes one of them: nginx does not start',
      'zh-CN': '{line} 不能与 {first} 并存，同一层级只能有其中一个：nginx 无法启动',
    },
    tooLate: {
      severity: 'error',
      en: '{line} has to stand before the first map, which fixes its value: nginx calls it a duplicate and does not start',
      'zh-CN': '{line} 必须写在第一个 map 之前，因为它的值由第一个 map 定下：nginx 会说它重复并无法启动',
    },
    included: {
      severity: 'error',
      en: '{include} brings in {line} for the second time at this level: nginx does not start',
      'zh-CN': '{include} 在同一层级第二次引入 {line}：nginx 无法启动',
    },
  },
  notes: {
    first: { en: 'the first one', 'zh-CN': '第一个在这里' },
    map: { en: 'the first map', 'zh-CN': '第一个 map' },
  },
  toldAt: ['first'],
  fixes: {
    same: { safety: 'safe', en: 'remove the repetition', 'zh-CN': '删除重复的这一行' },
    second: { safety: 'unsafe', en: 'remove this one', 'zh-CN': '删除这一个' },
  },
  check(nginx, report) {
    const refused = new Set(nginx.refusals.map(({ directive }) => directive));
    const blocks = new Map<Directive | undefined, Map<string, Directive>>();
    const includes = new Set<Directive>();
    const maps = new Map<Directive | undefined, Directive>();
    const ownSlot = slots(nginx);
    for (const d of nginx.all) {
      if (d.name === 'map' && d.node.block && isAsWritten(d) && !maps.has(d.parent)) maps.set(d.parent, d);
      const own = ownSlot(d);
      if (!own || refused.has(d) || !isAsWritten(d)) continue;
      let seen = blocks.get(d.parent);
      if (!seen) {
        seen = new Map();
        blocks.set(d.parent, seen);
      }
      const first = seen.get(own.slot);
      if (!first || (!d.parent && !surelyTogether(first, d, false))) {
        seen.set(own.slot, d);
        // The block of a map sets both sizes where they are unset.
        const map = /^map_hash_(?:max|bucket)_size$/.test(d.name) ? maps.get(d.parent) : undefined;
        if (!first && map && surelyTogether(map, d, d.parent !== undefined))
          report(spanOf(d), 'tooLate', { line: wordsOf(d) }, { related: [{ note: 'map', at: spanOf(map) }] });
        continue;
      }
      if (own.list && !isOff(first) && !isOff(d)) continue;
      const at = bothPlaces(first, d);
      const related = [{ note: 'first', at: at.first }] as const;
      const line = shorten(wordsOf(d));
      if (first.node === d.node) {
        const { via } = d;
        if (via && !includes.has(via)) report(at.second, 'included', { include: wordsOf(via), line }, { related });
        if (via) includes.add(via);
        continue;
      }
      const same = wordsOf(first) === wordsOf(d);
      // A file that stands in several places may be right in the others.
      const removable = !d.node.block && (d.file.times === 1 || (first.file === d.file && first.via === d.via));
      const edits = [remove(d)];
      if (same && !d.node.block) {
        report(at.second, 'same', { line }, { related, fixes: removable ? [{ fix: 'same', edits }] : [] });
        continue;
      }
      const fixes = removable ? [{ fix: 'second', edits } as const] : [];
      if (first.name === d.name) report(at.second, 'second', { line, what: own.slot }, { related, fixes });
      else report(at.second, 'clash', { line, first: shorten(wordsOf(first)) }, { related, fixes });
    }
  },
});

interface Slot {
  readonly slot: string;
  readonly list: boolean;
}

/** What a directive fills in its block in every release and place that it may be read in. Few ask for the arguments. */
function slots(nginx: Nginx): (d: Directive) => Slot | undefined {
  const known = new Map<Meaning, Slot | undefined>();
  return (d) => {
    const meaning = nginx.meaning(d);
    if (meaning.kind !== 'known') return undefined;
    const answer = known.get(meaning);
    if (answer || known.has(meaning)) return answer;
    const slot = slotFor(d, meaning.readings, nginx);
    if (!meaning.readings.some(({ form }) => isByArguments(form))) known.set(meaning, slot);
    return slot;
  };
}

function slotFor(d: Directive, readings: readonly Reading[], nginx: Nginx): Slot | undefined {
  const forms = readings.map(({ form }) => form);
  if (forms.every((form) => isListOrOff(form, nginx.target.nginx))) return { slot: d.name, list: true };
  const slots = new Set(forms.map((form) => slotOf(d.name, form, d.node.args)));
  const [slot] = slots;
  return slots.size === 1 && slot !== undefined ? { slot, list: false } : undefined;
}

const isOff = ({ node: { args } }: Directive) => args.length === 1 && args[0]!.text === 'off';

/** Whether it is written as nginx will read it, in this block. */
const isAsWritten = (d: Directive) => isIntact(d) && placeIsSure(d);
