import type { LanguageId, Source } from '../core/text.ts';
import { addsNoError } from '../service/service.ts';

/**
 * Whether a text may be written: our reader sees no error that was not there, and for nginx a second reader that shares
 * nothing with ours, `nginx-conf`, still reads what it could read before.
 */
export async function accepts(language: LanguageId, before: Source, after: Source): Promise<boolean> {
  if (!addsNoError(language, before, after)) return false;
  if (language === 'sysctl') return true;
  return !(await secondReaderReads(before.text)) || (await secondReaderReads(after.text));
}

const secondReaderReads = async (text: string) => (await import('./second-reader.ts')).reads(text);
