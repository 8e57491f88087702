import type { JSX } from 'react';
import type { CardTestResult, CardTestView } from '../../main/contract/operator-tests.ts';
import { errorWords, WARNING_WORDS } from '../../main/contract/technician-words.ts';
import { durationText } from './times.ts';

/** What came of reading: masked, with everything that speaks against the card. */
export function CardResult({ test }: { readonly test: CardTestView }): JSX.Element | null {
  const { result, exported } = test;
  if (result === null) return null;
  return (
    <div className="result" data-ok={result.ok}>
      <p className="result__outcome">
        <strong data-field="test-outcome" data-value={result.ok ? result.outcome : result.code}>
          {outcomeWords(result)}
        </strong>
        <span className="soft" data-field="test-duration" data-value={result.ms}>
          共 {durationText(result.ms)}
        </span>
      </p>
      {result.ok ? <Identity result={result} /> : <p className="soft">{failureCode(result)}</p>}
      {exported === null ? null : (
        <p className="result__files" data-field="export-path" data-value={exported[0]}>
          已导出：
          {exported.map((path) => (
            <code key={path}>{path}</code>
          ))}
        </p>
      )}
    </div>
  );
}

function outcomeWords(result: CardTestResult): string {
  if (!result.ok) return errorWords(result.code) || result.code;
  return result.outcome === 'complete' ? '读卡成功' : '卡片要求安全模块（SAM），只读到部分数据';
}

function failureCode({ code, detail }: Extract<CardTestResult, { ok: false }>): string {
  return [code, detail].filter(Boolean).join(' ');
}

function Identity({ result }: { readonly result: Extract<CardTestResult, { ok: true }> }): JSX.Element {
  const { generation, name, idNumber, cardNumber, region, expiresOn, warnings } = result;
  const rows: readonly (readonly [string, string, string | null])[] = [
    ['卡代', 'card-generation', generation === 'unknown' ? null : `第 ${generation} 代`],
    ['姓名', 'insured-name', name],
    ['社会保障号码', 'id-number', idNumber],
    ['卡号', 'card-number', cardNumber],
    ['发卡地区', 'card-region', region],
    ['有效期至', 'card-expiry', expiresOn],
  ];
  return (
    <>
      <dl className="facts facts--wide">
        {rows.map(([label, field, value]) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd data-field={field}>{value ?? '卡上没有'}</dd>
          </div>
        ))}
      </dl>
      {warnings.map((warning) => (
        <p key={warning} className="bad" data-field="card-warning" data-value={warning}>
          注意：{WARNING_WORDS[warning] ?? warning}
        </p>
      ))}
    </>
  );
}
