/* The editor's entity of a word that leads to the glossary: a term is chosen in Wagtail's own chooser. */
(() => {
  const { ModalWorkflowSource, TooltipEntity, registerPlugin } = window.draftail;

  class TermSource extends ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.termChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: (term) => this.choose(term) },
      };
    }

    /* The words selected become the link; where none are, the term itself is written. */
    choose({ id, string }) {
      const { EditorState, Modifier, RichUtils } = window.DraftJS;
      const { editorState, onComplete } = this.props;
      const selection = editorState.getSelection();
      const content = editorState.getCurrentContent().createEntity("TERM", "MUTABLE", { id, string });
      const key = content.getLastCreatedEntityKey();
      const changed = selection.isCollapsed()
        ? EditorState.push(editorState, Modifier.replaceText(content, selection, string, null, key), "insert-characters")
        : RichUtils.toggleLink(editorState, selection, key);
      this.workflow.close();
      onComplete(changed);
    }
  }

  const Term = (props) => {
    const { string } = props.contentState.getEntity(props.entityKey).getData();
    return window.React.createElement(TooltipEntity, { ...props, icon: "#icon-openquote", label: string || "?" });
  };

  registerPlugin({ type: "TERM", source: TermSource, decorator: Term }, "entityTypes");
})();
