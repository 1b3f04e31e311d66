import { describe, expect } from 'vitest';
import { drawForm, type Form } from '../../support/documents/sheet.ts';
import { story } from '../../support/harness.ts';
import { HANGZHOU } from '../../support/leads.ts';

/** A form no template knows, as a PDF with a text layer. */
function survey(who = '王建国', source = '医院自筹'): Form {
  return {
    title: '采购需求调研表',
    layout: 'table',
    rows: [
      [{ label: '医院名称', value: String(HANGZHOU.company) }],
      [
        { label: '主要决策者', value: who },
        { label: '联系电话', value: '13812345678' },
      ],
      [{ label: '预算来源', value: { options: ['财政资金', '医院自筹', '融资租赁'], ticked: [source] } }],
      [
        { label: '计划采购日期', value: '2027年3月1日' },
        { label: '填表说明', value: '如实填写' },
      ],
    ],
  };
}

describe('a new kind of form from a sample (D1)', () => {
  story('proposed, named, tried, published; the next one is read into the record', async (world) => {
    const lead = await world.api.posts(HANGZHOU);
    const owner = world.rep('王敏');
    await owner.receives('lead-assigned', { about: lead });
    const manager = world.manager('李强');
    await manager.sendsFile('样本.pdf', await drawForm(survey()));
    const card = await manager.receives('document', { saying: '没有认出这是什么文件' });
    await card.click('做成新表单');
    const draft = await manager.receives('template-draft', { saying: '采购需求调研表' });
    await draft.nowShows(
      '1 医院名称',
      '→ 客户名称，必填',
      '医院自筹（98%） → 预算来源',
      '13812345678（100%）',
    );
    await draft.click('逐项设置');
    await (await manager.receives('template-item', { saying: '医院名称' })).click('要，下一项');
    const decider = await manager.receives('template-item', { saying: '主要决策者' });
    await decider.chooses('to', '决策人').click('记到所选');
    await decider.nowShows('记到：决策人');
    await decider.click('必填');
    await decider.nowShows('必填：是');
    await decider.click('要，下一项');
    await manager.receives('template-item', { saying: '联系电话' });
    await manager.says('叫 医院电话');
    await manager.receives('template-item', { saying: ['医院电话', '印着：联系电话'] });
    await manager.says('要');
    await manager.receives('template-item', { saying: '预算来源' });
    await manager.says('记到 天上');
    await manager.hears('没有“天上”这个字段');
    await manager.says('表单项 D101 6 不要');
    await draft.nowShows('不要的：6 填表说明', '5 项，样本上读清 5 项');
    await manager.receives('template-draft');
    await draft.click('发布');
    await manager.hears('《采购需求调研表》已发布为打法第 2 版');
    await manager.receives('document', { saying: ['采购需求调研表', '王建国'] });
    await draft.nowShows('已发布，打法第 2 版');
    const entry = (await world.audit()).find(({ kind }) => kind === 'playbook.document');
    expect(entry).toMatchObject({ who: 'li-qiang', text: '新表单《采购需求调研表》，打法第 2 版' });

    await owner.sendsFile('第二份.pdf', await drawForm(survey('陈志远', '财政资金')));
    const second = await owner.receives('document', { saying: ['采购需求调研表', '已读全', '陈志远'] });
    await second.click('归档');
    await second.nowShows('已归档');
    const { fields } = await world.api.lead(lead);
    expect(fields).toMatchObject({ decisionMaker: '陈志远', budgetSource: '财政拨款' });
    expect(fields.phone).toBeUndefined();
  });

  story('is taken back by a roll back; what was published since is not lost', async (world) => {
    const manager = world.manager('李强');
    await manager.sendsFile('样本.pdf', await drawForm(survey()));
    await manager.receives('document');
    await manager.says('新表单');
    await manager.receives('template-draft');
    await manager.says('表单名 D101 需求调研');
    await manager.receives('template-draft', { saying: '《需求调研》' });
    await manager.says('发布表单 D101');
    await manager.hears('打法第 2 版');
    await manager.receives('document', { saying: '需求调研' });
    await manager.says('撤回表单 D101');
    await manager.hears('《需求调研》已撤回');
    await manager.says('看文件 D101');
    await manager.receives('document', { saying: '没有认出这是什么文件' });
    await manager.says('发布表单 D101');
    await manager.hears('打法第 4 版');
    await manager.receives('document');
    await world.restart((words) => {
      words.name = '别人改过的打法';
    });
    await manager.says('撤回表单 D101');
    await manager.hears('之后又发布到了第 5 版');
  });

  story(
    'is for whoever leads; a name in use is refused; nothing is left of what was given up',
    async (world) => {
      const rep = world.rep('王敏');
      const manager = world.manager('李强');
      await rep.sendsFile('样本.pdf', await drawForm(survey()));
      const card = await rep.receives('document');
      await card.nowOffers('就是它', '看原图', '不归档');
      await rep.says('新表单');
      await rep.hears('由主管添加');
      await rep.says('新表单 D101');
      await rep.hears('由主管添加');
      await manager.says('新表单');
      await manager.hears('请先把一份填好的样本');
      await manager.sendsFile('样本二.pdf', await drawForm(survey('周正')));
      await (await manager.receives('document')).click('做成新表单');
      await manager.receives('template-draft');
      await manager.says('表单名 D102 设备试用反馈表');
      await manager.receives('template-draft');
      await manager.says('发布表单 D102');
      await manager.hears('没有发布', '设备试用反馈表');
      await manager.says('放弃表单 D102');
      await manager.hears('已放弃');
      await manager.says('发布表单 D102');
      await manager.hears('还没有做成新表单');
      expect((await world.audit()).filter(({ kind }) => kind.startsWith('playbook.'))).toEqual([]);
    },
  );

  story(
    'stays in force over a restart with the same playbook file',
    { playbook: 'pharma-chain' },
    async (world) => {
      const manager = world.manager('李强');
      await manager.sendsFile('样本.pdf', await drawForm(survey()));
      await (await manager.receives('document')).click('做成新表单');
      await (await manager.receives('template-draft')).click('发布');
      await manager.hears('打法第 2 版');
      await manager.receives('document');
      await world.restart();
      await manager.sendsFile('第二份.pdf', await drawForm(survey('陈志远')));
      await manager.receives('document', { saying: '采购需求调研表' });
    },
  );
});
