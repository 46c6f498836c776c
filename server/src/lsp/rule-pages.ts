import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { Text } from '../core/rule.ts';
import { docsUrl, rules } from '../service/service.ts';
import type { Feature, Session } from './session.ts';

const openCommand = 'keepalint.openRulePage';

/** The pages of the rules, for clients that show them themselves and for those that open them in a browser. */
export function rulePageFeature(session: Session): Feature {
  const known = ([rule]: readonly unknown[]) => (typeof rule === 'string' && rules.has(rule) ? rule : undefined);
  return {
    commands: {
      'keepalint.rulePage': async (args) => {
        const rule = known(args);
        return (rule && (await session.environment.page?.(rule, session.locale))) ?? null;
      },
      [openCommand]: async (args) => {
        const rule = known(args);
        if (rule && session.abilities.showsDocuments)
          await session.connection.window.showDocument({ uri: docsUrl(rule, session.locale), external: true });
        return null;
      },
    },
  };
}

/** undefined where the client can show no page. */
export function explainAction({ abilities, client, locale }: Session, rule: string): CodeAction | undefined {
  const command = client.explainsRules === true ? 'keepalint.explainRule' : abilities.showsDocuments ? openCommand : undefined;
  if (!command) return undefined;
  const title = words.explain[locale].replace('{rule}', rule);
  return { title, kind: CodeActionKind.QuickFix, command: { title, command, arguments: [rule] } };
}

const words = {
  explain: { en: 'Explain {rule}', 'zh-CN': '解释 {rule}' },
} as const satisfies Record<string, Text>;
