import type { Statement } from '../core/rule.ts';
import { texts } from '../core/statement.ts';
import type { Edit } from '../core/text.ts';

/** A change of the text that changes nothing of what nginx does. */
export interface Refactoring {
  /** Tells those at one place apart. */
  readonly id: string;
  readonly kind: 'extract' | 'rewrite';
  readonly title: Statement;
  /** Why it cannot be done here; undefined where it can. */
  readonly refused: Statement | undefined;
  /** Made when asked for. */
  edits(): readonly Edit[];
}

/** Why a text cannot be changed, whatever the change. */
export const refusals = texts({
  shared: { en: 'the file of {place} is included in several places', 'zh-CN': '{place} 所在的文件在多处被引入' },
  broken: { en: 'a file that would change has syntax errors', 'zh-CN': '需要修改的文件有语法错误' },
});
