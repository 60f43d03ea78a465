; What the setup and the uninstaller say, in both languages.

!macro STRING name english chinese
  LangString ${name} ${LANG_ENGLISH} "${english}"
  LangString ${name} ${LANG_SIMPCHINESE} "${chinese}"
!macroend

!insertmacro STRING product "News Assistant" "新闻助手"
!insertmacro STRING description \
  "Summarise news articles and ask about them, on your own computer" \
  "在本机为新闻稿写摘要并回答提问"
!insertmacro STRING article "Article" "新闻稿"
!insertmacro STRING scope "Who is going to use News Assistant?" "谁将使用新闻助手？"
!insertmacro STRING for_me "Only me (no administrator is needed)" "仅限我自己（无需管理员权限）"
!insertmacro STRING for_all "All users of this computer" "本机所有用户"
!insertmacro STRING desktop "Put a shortcut on the desktop" "创建桌面快捷方式"
!insertmacro STRING too_old \
  "News Assistant needs Windows 10 or newer." \
  "新闻助手需要 Windows 10 或更高版本。"
!insertmacro STRING not_admin \
  "Only an administrator can install or remove News Assistant for all users." \
  "只有管理员才能为所有用户安装或卸载新闻助手。"
!insertmacro STRING is_running \
  "News Assistant is open. Close it, also in other users' sessions, and try again." \
  "新闻助手正在运行。请先将其关闭（包括其他用户打开的），然后重试。"
!insertmacro STRING not_removed \
  "Some files of the earlier version cannot be removed. Restart the computer and try again." \
  "旧版本的部分文件无法删除。请重启电脑后再试。"
!insertmacro STRING ask_models \
  "Remove the models that you added, too?$\n$\nYour chats, styles and settings are kept either way." \
  "是否同时删除您添加的模型？$\n$\n无论如何，聊天记录、风格和设置都会保留。"
