/** The elements of WeCom's template cards the product uses (path/90236). */
export interface TemplateCard {
  card_type: 'button_interaction' | 'vote_interaction' | 'multiple_interaction';
  main_title: { title: string; desc?: string };
  quote_area?: { type: 0; title: string; quote_text: string };
  sub_title_text?: string;
  horizontal_content_list?: { keyname: string; value: string; type: 0 }[];
  button_selection?: Selection;
  button_list?: { text: string; style: 1 | 2 | 3 | 4; key: string; type: 0 }[];
  checkbox?: {
    question_key: string;
    mode: 0;
    option_list: { id: string; text: string; is_checked: false }[];
  };
  select_list?: Selection[];
  submit_button?: { text: string; key: string };
  task_id?: string;
  /** In updates: instead of buttons. */
  replace_text?: string;
}

export interface Selection {
  question_key: string;
  title: string;
  selected_id: string;
  option_list: { id: string; text: string }[];
}
