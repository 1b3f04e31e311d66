/** The elements of WeCom's template cards the product uses (path/90236). */
export interface TemplateCard {
  card_type:
    | 'text_notice'
    | 'news_notice'
    | 'button_interaction'
    | 'vote_interaction'
    | 'multiple_interaction';
  main_title: { title: string; desc?: string };
  quote_area?: { type: 0; title: string; quote_text: string };
  sub_title_text?: string;
  emphasis_content?: { title: string; desc: string };
  card_image?: { url: string; aspect_ratio: number };
  vertical_content_list?: { title: string; desc?: string }[];
  horizontal_content_list?: Row[];
  jump_list?: { type: 1; title: string; url: string }[];
  card_action?: { type: 1; url: string };
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

/** Text, or text that opens a page. */
export type Row =
  | { keyname: string; value: string; type: 0 }
  | { keyname: string; value: string; type: 1; url: string };

export interface Selection {
  question_key: string;
  title: string;
  selected_id: string;
  option_list: { id: string; text: string }[];
}
