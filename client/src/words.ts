import { env } from 'vscode';

const chinese = env.language.toLowerCase().startsWith('zh');

/** A text in the language of the editor. */
export const say = (english: string, inChinese: string): string => (chinese ? inChinese : english);

/** The page of a rule in the language of the editor, as packaged. */
export const pageOf = (rule: string): string => `docs/rules/${rule}${chinese ? '.zh-CN' : ''}.md`;
