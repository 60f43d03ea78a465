; The setup for Windows. Made by installer/windows/setup.py, which defines VERSION, NUMBERS, FOLDER,
; OUT, ICON, KILOBYTES and, for a signed one, SIGN.
;
; Switches: /S silent, /ALLUSERS for all users, /DESKTOP a shortcut there, /D=FOLDER as the last one.
; The uninstaller's: /S silent, /MODELS removes the user's models too.
; Exit codes: 0 done, 1 cancelled, 2 failed, and those below.

Unicode true
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include nsDialogs.nsh

!define EXIT_FAILED 2
!define EXIT_RUNNING 3
!define EXIT_TOO_OLD 4
!define EXIT_NOT_ADMIN 5

!define NAME "News Assistant"
!define CHINESE_NAME "新闻助手"
!define WINDOW "NewsAssistant.exe"
!define CONSOLE "newsassistant-cli.exe"
!define PROGID "NewsAssistant.Article"
!define UNINSTALLER "uninstall.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\NewsAssistant"
!define APPLICATION "Software\Classes\Applications\${WINDOW}"
!define DATA "NewsAssistant" ; in the user's local application data: newsassistant/core/paths.py
!define LINK 0x400 ; FILE_ATTRIBUTE_REPARSE_POINT

Name "$(product)"
OutFile "${OUT}"
BrandingText " "
; Never asks for rights: for all users it is started with them, or starts itself again.
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
AllowSkipFiles off
SetOverwrite on
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
!macro DESCRIBE language product
  VIAddVersionKey /LANG=${language} "ProductName" "${product}"
  VIAddVersionKey /LANG=${language} "FileDescription" "${product}"
  VIAddVersionKey /LANG=${language} "CompanyName" "The News Assistant authors"
  VIAddVersionKey /LANG=${language} "LegalCopyright" "Apache-2.0"
  VIAddVersionKey /LANG=${language} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${language} "ProductVersion" "${VERSION}"
!macroend

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(desktop)"
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION PutOnDesktop
Page custom AskScope TakeScope
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro DESCRIBE ${LANG_ENGLISH} "${NAME}"
!insertmacro DESCRIBE ${LANG_SIMPCHINESE} "${CHINESE_NAME}"
!include "${FILES}/strings.nsh"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var ForAll ; the button of the page
Var Given ; the folder that /D has said, or ""
Var Scope ; "all", or "" for the user

; --- what setup and uninstaller share -------------------------------------------------------------

!macro SHARED un

Function ${un}Refuse ; says the text on the stack and ends with the exit code below it
  Pop $0
  Pop $1
  ${IfNot} ${Silent}
    MessageBox MB_OK|MB_ICONSTOP "$0"
  ${EndIf}
  SetErrorLevel $1
  Quit
FunctionEnd

Function ${un}UseAllUsers ; goes on with $R0 (a program) as administrator where this one is none
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 == "Admin"
    SetShellVarContext all
    Return
  ${EndIf}
  ${IfNot} ${Silent}
    ${GetParameters} $0
    ClearErrors
    ExecShell "runas" "$R0" "$0 $R1"
    ${IfNot} ${Errors}
      Quit
    ${EndIf}
  ${EndIf}
  Push ${EXIT_NOT_ADMIN}
  Push "$(not_admin)"
  Call ${un}Refuse
FunctionEnd

Function ${un}IsInUse ; $0: 1 if a program of $INSTDIR runs, which Windows lets nobody write to
  StrCpy $0 0
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\${WINDOW}"
    FileOpen $1 "$INSTDIR\${WINDOW}" a
    FileClose $1
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${CONSOLE}"
    FileOpen $1 "$INSTDIR\${CONSOLE}" a
    FileClose $1
  ${EndIf}
  ${If} ${Errors}
    StrCpy $0 1
  ${EndIf}
FunctionEnd

Function ${un}WaitUntilClosed
  StrCpy $2 0
  ${Do}
    Call ${un}IsInUse
    ${If} $0 = 0
      ${Break}
    ${EndIf}
    ${If} $2 < 6 ; one that is closing takes a moment
      IntOp $2 $2 + 1
      Sleep 500
    ${ElseIf} ${Silent}
      Push ${EXIT_RUNNING}
      Push "$(is_running)"
      Call ${un}Refuse
    ${Else}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(is_running)" IDRETRY +3
      SetErrorLevel ${EXIT_RUNNING}
      Quit
    ${EndIf}
  ${Loop}
FunctionEnd

Function ${un}RemoveFiles ; what a setup of any version has put into $INSTDIR, and nothing else
  SetOutPath "$TEMP" ; nobody can remove the folder that somebody works in
  ClearErrors
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\pkgs"
  RMDir /r "$INSTDIR\licences"
  ${If} ${FileExists} "$INSTDIR\python\*.*"
  ${OrIf} ${FileExists} "$INSTDIR\pkgs\*.*"
    Push ${EXIT_FAILED}
    Push "$(not_removed)"
    Call ${un}Refuse
  ${EndIf}
  Delete "$INSTDIR\concrt140.dll"
  Delete "$INSTDIR\msvcp140*.dll"
  Delete "$INSTDIR\vcruntime140*.dll"
  Delete "$INSTDIR\build.json"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${UNINSTALLER}"
FunctionEnd

Function ${un}RemoveShortcuts ; under both names: the language may have changed
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$SMPROGRAMS\${CHINESE_NAME}.lnk"
FunctionEnd

Function ${un}TellDesktop ; that programs for some files have changed
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
FunctionEnd

!macroend
!insertmacro SHARED ""
!insertmacro SHARED "un."

; --- setup ----------------------------------------------------------------------------------------

Function UseScope ; $Scope, and the folder that belongs to it unless /D has said one
  SetShellVarContext current
  ${If} $Scope == all
    StrCpy $R0 "$EXEPATH"
    StrCpy $R1 "/ALLUSERS"
    ${If} $INSTDIR != ""
      StrCpy $R1 "/ALLUSERS /D=$INSTDIR"
    ${EndIf}
    Call UseAllUsers
  ${EndIf}
  ${If} $INSTDIR == "" ; an upgrade goes to where the program is
    ReadRegStr $INSTDIR SHCTX "${UNINSTALL}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $Scope == all
      StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function .onInit
  ${IfNot} ${AtLeastWin10}
    Push ${EXIT_TOO_OLD}
    Push "$(too_old)"
    Call Refuse
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${IfNot} ${Errors}
    StrCpy $Scope all
  ${EndIf}
  StrCpy $Given $INSTDIR
  Call UseScope
FunctionEnd

Function AskScope
  ${If} $Scope == all ; said already, or started again as administrator
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(product)" "$(scope)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 20u 100% 12u "$(for_me)"
  Pop $0
  ${NSD_Check} $0
  ${NSD_CreateRadioButton} 0 40u 100% 12u "$(for_all)"
  Pop $ForAll
  nsDialogs::Show
FunctionEnd

Function TakeScope
  ${NSD_GetState} $ForAll $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy $Scope all
    StrCpy $INSTDIR $Given
    Call UseScope
  ${EndIf}
FunctionEnd

Function OwnFolder ; one inside $INSTDIR where others have files: its `python` may be theirs
  ${IfNot} ${FileExists} "$INSTDIR\${WINDOW}"
  ${AndIf} $INSTDIR != $3
    ${DirState} "$INSTDIR" $0
    ${If} $0 = 1
      StrCpy $INSTDIR "$INSTDIR\${NAME}"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RemoveEarlier ; of the folder where it is going to be, and of where it was
  ReadRegStr $3 SHCTX "${UNINSTALL}" "InstallLocation"
  Call OwnFolder
  StrCpy $4 $INSTDIR
  ${If} $3 != ""
  ${AndIf} $3 != $4
    StrCpy $INSTDIR $3
    Call WaitUntilClosed
    Call RemoveFiles
    RMDir "$INSTDIR"
    StrCpy $INSTDIR $4
  ${EndIf}
  Call WaitUntilClosed
  Call RemoveFiles
FunctionEnd

Section
  Call RemoveEarlier
  Call RemoveShortcuts
  SetOutPath "$INSTDIR"
  ; First, so that what an interruption leaves can be removed.
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  Call Register
  File /r "${FOLDER}/*"
  CreateShortCut "$SMPROGRAMS\$(product).lnk" "$INSTDIR\${WINDOW}" "" "" "" "" "" "$(description)"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DESKTOP" $1
  ${IfNot} ${Errors}
    Call PutOnDesktop
  ${EndIf}
  Call TellDesktop
SectionEnd

!macro OPEN_WITH ending
  WriteRegStr SHCTX "${APPLICATION}\SupportedTypes" "${ending}" ""
  WriteRegNone SHCTX "Software\Classes\${ending}\OpenWithProgids" "${PROGID}"
!macroend

Function Register
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "The News Assistant authors"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ; Offered under "Open with"; what opens a file by a double-click stays what it was.
  WriteRegStr SHCTX "${APPLICATION}" "FriendlyAppName" "$(product)"
  WriteRegStr SHCTX "${APPLICATION}\shell\open\command" "" '"$INSTDIR\${WINDOW}" gui "%1"'
  WriteRegStr SHCTX "Software\Classes\${PROGID}" "" "$(article)"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "Software\Classes\${PROGID}\shell\open\command" "" \
    '"$INSTDIR\${WINDOW}" gui "%1"'
  !insertmacro OPEN_WITH .txt
  !insertmacro OPEN_WITH .md
  !insertmacro OPEN_WITH .html
  !insertmacro OPEN_WITH .docx
  !insertmacro OPEN_WITH .odt
  !insertmacro OPEN_WITH .rtf
  !insertmacro OPEN_WITH .pdf
  !insertmacro OPEN_WITH .eml
FunctionEnd

Function PutOnDesktop
  CreateShortCut "$DESKTOP\$(product).lnk" "$INSTDIR\${WINDOW}" "" "" "" "" "" "$(description)"
FunctionEnd

Function StartProgram ; by the desktop, so as the user and not as the administrator
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${WINDOW}"'
FunctionEnd

; --- uninstaller ----------------------------------------------------------------------------------

Function un.onInit
  SetShellVarContext current
  ReadRegStr $0 HKLM "${UNINSTALL}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $R0 "$INSTDIR\${UNINSTALLER}"
    StrCpy $R1 ""
    Call un.UseAllUsers
  ${EndIf}
FunctionEnd

Section un.
  Call un.WaitUntilClosed
  Call un.AskModels
  Call un.RemoveFiles
  RMDir "$INSTDIR"
  Call un.RemoveShortcuts
  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$DESKTOP\${CHINESE_NAME}.lnk"
  Call un.Unregister
  Call un.RemoveTraces
  Call un.TellDesktop
SectionEnd

Function un.AskModels ; $R2: 1 if they go
  StrCpy $R2 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/MODELS" $1
  ${IfNot} ${Errors}
    StrCpy $R2 1
  ${ElseIfNot} ${Silent}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(ask_models)" IDNO +2
    StrCpy $R2 1
  ${EndIf}
FunctionEnd

!macro CLOSE_WITH ending
  DeleteRegValue SHCTX "Software\Classes\${ending}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${ending}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\${ending}"
!macroend

Function un.Unregister
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "${APPLICATION}"
  DeleteRegKey SHCTX "Software\Classes\${PROGID}"
  !insertmacro CLOSE_WITH .txt
  !insertmacro CLOSE_WITH .md
  !insertmacro CLOSE_WITH .html
  !insertmacro CLOSE_WITH .docx
  !insertmacro CLOSE_WITH .odt
  !insertmacro CLOSE_WITH .rtf
  !insertmacro CLOSE_WITH .pdf
  !insertmacro CLOSE_WITH .eml
FunctionEnd

Function un.RemoveTraces ; of the user who runs this: what the program makes anew, and on demand models
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\${DATA}\Cache"
  RMDir /r "$LOCALAPPDATA\${DATA}\Logs"
  RMDir /r "$LOCALAPPDATA\${DATA}\crashes"
  ${If} $R2 = 1
    StrCpy $R3 "$LOCALAPPDATA\${DATA}\downloads"
    Call un.RemoveFolder
    StrCpy $R3 "$LOCALAPPDATA\${DATA}\models"
    Call un.RemoveFolder
  ${EndIf}
  ; These if nothing is left in them.
  RMDir "$LOCALAPPDATA\${DATA}\backups"
  RMDir "$LOCALAPPDATA\${DATA}\downloads"
  RMDir "$LOCALAPPDATA\${DATA}\models"
  RMDir "$LOCALAPPDATA\${DATA}\prefixes"
  RMDir "$LOCALAPPDATA\${DATA}"
FunctionEnd

Function un.RemoveFolder ; $R3 with the folders in it; a link goes, and what it leads to stays
  Push $R3
  Call un.IsLink
  ${If} $0 = 0
    FindFirst $1 $2 "$R3\*.*"
    ${DoWhile} $2 != ""
      ${If} $2 != "."
      ${AndIf} $2 != ".."
        Push "$R3\$2"
        Call un.IsLink
        ${If} $0 = 0
          RMDir /r "$R3\$2"
          Delete "$R3\$2"
        ${Else}
          RMDir "$R3\$2"
        ${EndIf}
      ${EndIf}
      FindNext $1 $2
    ${Loop}
    FindClose $1
  ${EndIf}
  RMDir "$R3"
FunctionEnd

Function un.IsLink ; $0: not 0 if the path on the stack is a link or a junction, or not there
  Pop $0
  System::Call 'kernel32::GetFileAttributesW(w r0) i .r0'
  IntOp $0 $0 & ${LINK}
FunctionEnd
