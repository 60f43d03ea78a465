/* Starts the program: loads Python from the folder beside it, which runs the module `start`.

   Compiled twice: with WINDOWED as a program without a console, and as one for terminals. */
#include <windows.h>
#include <shellapi.h>
#include <wchar.h>

typedef int (*python_main)(int, wchar_t **);

static wchar_t *const OPTIONS[] = {L"-I", L"-X", L"utf8", L"-m", L"start"};
enum { OPTION_COUNT = sizeof(OPTIONS) / sizeof(*OPTIONS), PATH_CHARS = 32768 };

static const wchar_t ENGLISH[] =
    L"News Assistant cannot start: its files are damaged or incomplete. Install it again.\n";
static const wchar_t CHINESE[] = L"新闻助手无法启动：程序文件损坏或不完整，请重新安装。\n";

static int fail(void)
{
    int chinese = PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE;
    const wchar_t *text = chinese ? CHINESE : ENGLISH;
#ifdef WINDOWED
    MessageBoxW(NULL, text, L"News Assistant", MB_OK | MB_ICONERROR);
#else
    char bytes[512];
    DWORD written;
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof(bytes), NULL, NULL);
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), bytes, length - 1, &written, NULL);
#endif
    return 1;
}

static python_main load(void)
{
    static wchar_t path[PATH_CHARS];
    DWORD length = GetModuleFileNameW(NULL, path, PATH_CHARS);
    wchar_t *name = length && length < PATH_CHARS ? wcsrchr(path, L'\\') : NULL;
    HMODULE python;

    if (!name || name - path > PATH_CHARS - 64)
        return NULL;
    wcscpy(name, L"\\python\\python313.dll");
    /* Never from the working directory or the PATH, where anybody may have put one. */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    python = LoadLibraryExW(path, NULL,
                            LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    return python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
}

static int start(void)
{
    int count, i, total = 0;
    wchar_t **given = CommandLineToArgvW(GetCommandLineW(), &count);
    python_main run = load();
    wchar_t **words;

    if (!given || !run)
        return fail();
    words = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY,
                      (count + OPTION_COUNT + 1) * sizeof(*words));
    if (!words)
        return fail();
    words[total++] = given[0];
    for (i = 0; i < OPTION_COUNT; i++)
        words[total++] = OPTIONS[i];
    for (i = 1; i < count; i++)
        words[total++] = given[i];
    return run(total, words);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *line, int show)
{
    (void)instance, (void)previous, (void)line, (void)show;
    return start();
}
#else
int wmain(void)
{
    return start();
}
#endif
